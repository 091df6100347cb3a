"""What the embedded engine leaves out, puts off and does beside other things for speed must not be seen in a video."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from paddock import storyboard, video
from paddock.engines import EngineRequest
from paddock.engines.animatic import Animatic, art, paint, particles, sprites, stage, vector
from paddock.engines.animatic.palette import PALETTES
from paddock.engines.animatic.scene import Weather
from paddock.models import Model

SIZE = (256, 144)
WIDTH, HEIGHT, FRAMES = 160, 96, 30


@pytest.fixture(scope="module")
def engine() -> Animatic:
    made = Animatic()
    made.setup()
    return made


# --- pictures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prompt",
    ["a horse gallops through a forest, pan left", "pull back, three boats on a stormy sea", "a cat in a room"],
)
def test_every_pixel_is_painted_whatever_was_there(engine: Animatic, prompt: str) -> None:
    (scene, *_) = stage.scenes(storyboard.read(prompt, 4), *SIZE, 3)
    painter = paint.Painter(scene, SIZE)
    for t in (0.0, 2.0, 3.9):
        clean = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
        used = np.random.default_rng(1).integers(0, 256, clean.shape, dtype=np.uint8)
        painter.frame(t, clean)
        painter.frame(t, used)
        assert np.array_equal(clean[..., :3], used[..., :3])


def test_a_cycle_draws_what_is_shown_and_once() -> None:
    drawn: list[int] = []

    def draw(index: int) -> art.Bitmap:
        drawn.append(index)
        return art.Bitmap(np.zeros((2, 2, 4), np.uint8), 100.0, 0.0, 0.0)

    cycle = art.Cycle(6, draw)
    assert (len(cycle), drawn) == (6, [])
    assert cycle[4] is cycle[4]
    assert drawn == [4]
    assert len(cycle[0:6]) == 6
    assert sorted(drawn) == list(range(6))


def test_trimming_moves_no_pixel() -> None:
    pixels = np.zeros((40, 60, 4), np.uint8)
    pixels[11:20, 31:45] = 200
    kept = art.trimmed(art.Bitmap(pixels, 100.0, 38.0, 19.0))
    assert kept.pixels.shape[:2] == (11, 16)
    left, top = 38.0 - kept.anchor_x, 19.0 - kept.anchor_y
    again = np.zeros_like(pixels)
    again[int(top) : int(top) + 11, int(left) : int(left) + 16] = kept.pixels
    assert np.array_equal(again, pixels)


def test_what_only_shines_is_not_trimmed_away() -> None:
    pixels = np.zeros((40, 60, 4), np.uint8)
    pixels[10:20, 30:40, 2] = 90  # light: colour without alpha
    assert art.trimmed(art.Bitmap(pixels, 100.0, 0.0, 0.0)).pixels[..., 2].max() == 90


@pytest.mark.parametrize("kind", ["dust", "fireflies", "bubbles", "embers"])
def test_motes_at_the_rim_stay_inside(kind: str) -> None:
    size = (200, 120)
    overlay = particles.overlay(Weather(kind, 1.0), size, 5, PALETTES["day"])
    for t in np.arange(0.0, 12.0, 0.7):
        out = np.zeros((size[1], size[0], 4), np.uint8)
        overlay(out, float(t))
        assert out.any()


def test_shapes_become_premultiplied_pixels_with_smooth_edges() -> None:
    body = sprites.box(5.25, 4.5, 8, 10, "#ff8040") + sprites.box(16, 4, 2, 2, "#ffffff", 'opacity="0.5"')
    pixels = vector.render(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">{body}</svg>', 20, 20)
    assert pixels[9, 9].tolist() == [0x40, 0x80, 0xFF, 255]
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    assert 150 < pixels[9, 5, 3] < 230  # three quarters of a pixel, not none and not all
    assert 90 < pixels[4, 9, 3] < 165
    assert 120 < pixels[4, 16, 3] < 136


@pytest.mark.parametrize("text", ["", "nonsense", "<svg broken"])
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ThorVG"):
        vector.render(text, 20, 20)


# --- files -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not bind a process to a core")
@pytest.mark.parametrize("prompt", ["three boats in a storm; then cut to a dog that runs in a park", "a city at night"])
def test_one_core_makes_the_same_bytes_as_all(engine: Animatic, tmp_path: Path, prompt: str) -> None:
    request = EngineRequest(Model.TEXT, prompt, (), *SIZE, frames=49, seed=4)
    cores = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(cores)})
        engine.generate(request, tmp_path / "one.mp4", lambda _: None)
    finally:
        os.sched_setaffinity(0, cores)
    engine.generate(request, tmp_path / "all.mp4", lambda _: None)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "all.mp4").read_bytes()


def _picture(index: int) -> video.Frame:
    picture = np.full((HEIGHT, WIDTH, 4), 90, np.uint8)
    picture[30:60, index : index + 30, :3] = (40, 30, 200)
    return picture


def _sound() -> video.Sound:
    return (np.random.default_rng(7).standard_normal((FRAMES * 2000, 2)) * 0.05).astype(np.float32)


def _written(path: Path, sound: video.Sound | Future[video.Sound]) -> bytes:
    with video.Writer(path, WIDTH, HEIGHT, sound) as writer:
        for index in range(FRAMES):
            writer.write(_picture(index))
    return path.read_bytes()


def test_frames_converted_in_other_threads_give_the_same_bytes(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as threads:
        pictures = list(threads.map(video.converted, map(_picture, range(FRAMES))))
    with video.Writer(tmp_path / "beside.mp4", WIDTH, HEIGHT, _sound()) as writer:
        for picture in pictures:
            writer.write(picture)
    assert (tmp_path / "beside.mp4").read_bytes() == _written(tmp_path / "here.mp4", _sound())


def test_sound_may_come_late(tmp_path: Path) -> None:
    late: Future[video.Sound] = Future()
    with video.Writer(tmp_path / "late.mp4", WIDTH, HEIGHT, late) as writer:
        for index in range(FRAMES):
            writer.write(_picture(index))
            if index == 2:
                late.set_result(_sound())
    assert (tmp_path / "late.mp4").read_bytes() == _written(tmp_path / "ready.mp4", _sound())


def test_sound_that_fails_fails_the_video(tmp_path: Path) -> None:
    broken: Future[video.Sound] = Future()
    broken.set_exception(RuntimeError("no sound"))
    with pytest.raises(RuntimeError, match="no sound"):
        _written(tmp_path / "v.mp4", broken)


def test_the_quick_way_is_a_video_like_any(tmp_path: Path) -> None:
    with video.Writer(tmp_path / "v.mp4", WIDTH, HEIGHT, _sound(), effort=video.QUICK) as writer:
        for index in range(FRAMES):
            writer.write(_picture(index))
    assert video.check(tmp_path / "v.mp4", WIDTH, HEIGHT, FRAMES).profile == "High"
