"""The file format we hand out, and that a file that is not what was asked for is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from paddock import errors, video

WIDTH, HEIGHT, FRAMES = 160, 96, 49


def pictures(channels: int = 4, frames: int = FRAMES) -> Iterator[video.Frame]:
    """A red square that crosses a grey wall."""
    for index in range(frames):
        picture = np.full((HEIGHT, WIDTH, channels), 90, np.uint8)
        picture[30:60, index : index + 30, :3] = (40, 30, 200)
        yield picture


def hiss(seconds: float) -> video.Sound:
    rng = np.random.default_rng(7)
    return (rng.standard_normal((int(seconds * video.SAMPLE_RATE), 2)) * 0.05).astype(np.float32)


def write(path: Path, *, frames: int = FRAMES, channels: int = 4, sound: video.Sound | None = None) -> Path:
    with video.Writer(path, WIDTH, HEIGHT, hiss(frames / 24) if sound is None else sound) as writer:
        for picture in pictures(channels, frames):
            writer.write(picture)
    return path


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("video") / "clip.mp4")


def test_file_is_what_the_contract_says(clip: Path) -> None:
    facts = video.check(clip, WIDTH, HEIGHT, FRAMES)
    assert (facts.codec, facts.profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert (facts.color_primaries, facts.color_transfer, facts.color_space, facts.color_range) == (1, 1, 1, 1)
    assert (facts.fps, facts.frames, facts.moov_first) == (24.0, FRAMES, True)
    assert (facts.audio_codec, facts.channels, facts.sample_rate) == ("aac", 2, 48_000)
    assert facts.audio_duration_s == pytest.approx(facts.duration_s, abs=0.05)


def test_same_input_gives_the_same_bytes(clip: Path, tmp_path: Path) -> None:
    assert write(tmp_path / "again.mp4").read_bytes() == clip.read_bytes()


def test_bgr_and_bgra_frames_give_the_same_pictures(clip: Path, tmp_path: Path) -> None:
    three = write(tmp_path / "three.mp4", channels=3)
    assert np.array_equal(first_picture(three), first_picture(clip))


def first_picture(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        assert isinstance(frame, av.VideoFrame)
        return frame.reformat(format="bgr24", src_colorspace="ITU709", src_color_range="MPEG").to_ndarray()


def test_colours_survive_within_a_few_levels(clip: Path) -> None:
    seen = first_picture(clip)[40:50, 8:22].reshape(-1, 3).mean(axis=0)
    assert np.abs(seen - (40, 30, 200)).max() < 8


def test_frames_are_evenly_spaced(clip: Path) -> None:
    with av.open(str(clip)) as container:
        times = [frame.time or 0.0 for frame in container.decode(video=0)]
    assert len(times) == FRAMES
    assert all(after - before == pytest.approx(1 / 24) for before, after in pairwise(times))


def test_sound_is_heard_and_as_given(clip: Path) -> None:
    with av.open(str(clip)) as container:
        heard = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
    assert heard.shape[0] == 2
    assert 0.03 < heard.std() < 0.07


@pytest.mark.parametrize("seconds", [0.0, 0.5, 9.0])
def test_sound_is_cut_or_padded_to_the_pictures(tmp_path: Path, seconds: float) -> None:
    facts = video.check(write(tmp_path / "v.mp4", sound=hiss(seconds)), WIDTH, HEIGHT, FRAMES)
    assert facts.audio_duration_s == pytest.approx(FRAMES / 24, abs=0.05)


def test_the_callers_array_may_be_drawn_into_again_at_once(clip: Path, tmp_path: Path) -> None:
    canvas = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    with video.Writer(tmp_path / "reused.mp4", WIDTH, HEIGHT, hiss(FRAMES / 24)) as writer:
        for picture in pictures():
            canvas[:] = picture
            writer.write(canvas)
            canvas[:] = 0
    assert (tmp_path / "reused.mp4").read_bytes() == clip.read_bytes()


def test_wrong_frame_size_is_refused(tmp_path: Path) -> None:
    with video.Writer(tmp_path / "v.mp4", WIDTH, HEIGHT, hiss(1)) as writer:
        with pytest.raises(ValueError, match="size"):
            writer.write(np.zeros((HEIGHT, WIDTH + 2, 4), np.uint8))
        writer.write(next(pictures()))


def test_odd_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="even"):
        video.Writer(tmp_path / "v.mp4", 161, HEIGHT, hiss(1))


def test_an_error_while_drawing_comes_through(tmp_path: Path) -> None:
    def draw() -> None:
        with video.Writer(tmp_path / "v.mp4", WIDTH, HEIGHT, hiss(1)) as writer:
            writer.write(next(pictures()))
            raise RuntimeError("the brush broke")

    with pytest.raises(RuntimeError, match="brush"):
        draw()
    with pytest.raises(errors.NoContent):
        video.check(tmp_path / "v.mp4", WIDTH, HEIGHT, FRAMES)


@pytest.mark.parametrize(
    ("width", "height", "frames", "message"),
    [(WIDTH + 16, HEIGHT, FRAMES, "160x96"), (WIDTH, HEIGHT, FRAMES + 1, "49 frames")],
)
def test_check_names_what_differs(clip: Path, width: int, height: int, frames: int, message: str) -> None:
    with pytest.raises(errors.NoContent, match=message):
        video.check(clip, width, height, frames)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_check_notices_a_file_cut_short(clip: Path, tmp_path: Path, share: float) -> None:
    data = clip.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(errors.NoContent):
        video.check(tmp_path / "cut.mp4", WIDTH, HEIGHT, FRAMES)


def test_check_notices_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(errors.NoContent, match="without a video"):
        video.check(tmp_path / "none.mp4", WIDTH, HEIGHT, FRAMES)


def test_check_notices_what_is_no_video(tmp_path: Path) -> None:
    (tmp_path / "v.mp4").write_bytes(b"\x89PNG\r\n" + bytes(4000))
    with pytest.raises(errors.NoContent):
        video.check(tmp_path / "v.mp4", WIDTH, HEIGHT, FRAMES)


def test_check_notices_missing_sound(tmp_path: Path) -> None:
    path = tmp_path / "mute.mp4"
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for picture in pictures(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode(None))
    with pytest.raises(errors.NoContent, match="sound"):
        video.check(path, WIDTH, HEIGHT, FRAMES)
