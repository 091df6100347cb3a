"""Hostile images: none costs more than its child process, and nothing of it is stored."""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image

import border_images
from border_gather import IMAGE, REFERENCE, failure, gathered, new_folder, only
from border_images import chunk, encode, noise, picture, png
from border_servers import LIMIT_S, answer, serve, watched_dials
from paddock import errors, image_child, images
from paddock.addresses import AllowList
from paddock.egress import Egress


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    with watched_dials():
        yield


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    return border_images.bombs()


# F4: bombs


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")
@pytest.mark.parametrize("name", border_images.BOMBS)
async def test_a_bomb_fails_within_its_limits(name: str, bombs: dict[str, bytes], tmp_path: Path) -> None:
    Path("/proc/self/clear_refs").write_text("5")  # noqa: ASYNC240 - sets the peak back to now (proc_pid_clear_refs(5))
    before_kb = memory_kb("self", "VmRSS")
    async with asyncio.timeout(images.DECODE_DEADLINE_S + 1):
        message = await failure(bombs[name], tmp_path)
    assert message.startswith("the image: ")
    assert memory_kb("self", "VmHWM") - before_kb < 50 * 1024


MEASURE = """
import re, resource, sys
sys.path.insert(0, sys.argv[3])
import image_child
image_child.main(*sys.argv[1:3])
print(resource.getrlimit(resource.RLIMIT_AS)[1])
print(re.search(r"VmHWM:\\s*([0-9]+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")
@pytest.mark.parametrize("name", border_images.BOMBS)
def test_a_bomb_leaves_its_child_far_below_the_limit(name: str, bombs: dict[str, bytes], tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(bombs[name])
    package = str(Path(image_child.__file__).parent)
    command = [sys.executable, "-I", "-c", MEASURE, str(source), str(tmp_path / "target"), package]
    verdict, limit, peak_kb = subprocess.run(command, check=True, capture_output=True).stdout.split(b"\n")[:3]
    assert b"problem" in verdict
    assert int(limit) == image_child.MEMORY_BYTES
    assert int(peak_kb) < 500 * 1024


def memory_kb(process: str, field: str) -> int:
    """One line of /proc/PROCESS/status, which counts in kB."""
    found = re.search(rf"{field}:\s*([0-9]+)", Path("/proc", process, "status").read_text())
    assert found
    return int(found[1])


@pytest.mark.parametrize("name", ["65535 x 65535 as PNG", "169 megapixels", "169 megapixels as JPEG"])
async def test_pixels_are_counted_before_decoding(name: str, bombs: dict[str, bytes], tmp_path: Path) -> None:
    assert "megapixels" in await failure(bombs[name], tmp_path)


async def test_a_picture_just_under_the_pixel_cap_is_decoded_within_the_limits(tmp_path: Path) -> None:
    image = await only(png(8192, 6400, colour=0), tmp_path)
    assert image.size == (4096, 3200)


async def test_a_child_that_runs_too_long_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "DECODE_DEADLINE_S", 0.001)
    assert "too long" in await failure(picture(), tmp_path)


@pytest.mark.parametrize("how", ["deadline", "cancelled"])
async def test_a_child_that_will_not_end_is_killed(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, child, out = tmp_path / "pipe", tmp_path / "child.py", new_folder(tmp_path, "out")
    os.mkfifo(pipe)
    child.write_text(f"import os, time\nopen({str(pipe)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)")
    monkeypatch.setattr(images, "_CHILD", child)
    monkeypatch.setattr(images, "DECODE_DEADLINE_S", 2.0 if how == "deadline" else LIMIT_S)
    decoding = asyncio.create_task(failure(picture(), out))
    pid = int(await asyncio.to_thread(pipe.read_text))
    if how == "cancelled":
        decoding.cancel()
    await asyncio.wait([decoding], timeout=LIMIT_S)
    assert decoding.cancelled() or "too long" in decoding.result()
    assert not psutil.pid_exists(pid)


async def test_a_child_that_speaks_nonsense_is_a_failed_image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child.py"
    out = new_folder(tmp_path, "out")
    monkeypatch.setattr(images, "_CHILD", child)
    for line in ("", "[]", '{"problem": "unheard of"}', '{"width": "1"}', "x" * 100_000, "[" * 60_000):
        child.write_text(f"print({line!r})")
        assert "too long" in await failure(picture(), out)
    child.write_text("import os; os.abort()")
    assert "too long" in await failure(picture(), out)


async def test_no_more_children_run_than_there_are_processors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each child notes how many it sees at work beside itself, until a few have come and gone."""
    at_work, out = new_folder(tmp_path, "work"), new_folder(tmp_path, "out")
    child = tmp_path / "child.py"
    child.write_text(
        "import os, sys, time, pathlib\n"
        f"work = pathlib.Path({str(at_work)!r})\n"
        "mine = work / str(os.getpid())\n"
        "mine.touch(); time.sleep(0.1)\n"
        f"print(len(list(work.iterdir())), file=open({str(tmp_path / 'seen')!r}, 'a'))\n"
        'mine.unlink(); print(\'{"width": 640, "height": 480}\')\n'
    )
    monkeypatch.setattr(images, "_CHILD", child)
    monkeypatch.setattr(images, "_CHILDREN", 2)
    await images.prepare([b"x"] * 9, REFERENCE, out)
    seen = [int(line) for line in (tmp_path / "seen").read_text().split()]
    assert len(seen) == 9
    assert max(seen) <= 2


async def test_the_child_gets_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child.py"
    child.write_text("import json, os, sys\nopen(sys.argv[2], 'w').write(json.dumps(dict(os.environ)))\nprint('{}')")
    monkeypatch.setattr(images, "_CHILD", child)
    monkeypatch.setenv("PADDOCK_DATABASE_URL", "postgresql://me:secret@db/")
    seen = tmp_path / "seen"
    await images._run_child(tmp_path / "none", seen)
    assert "secret" not in seen.read_text()


async def test_a_full_disk_is_not_the_images_fault(tmp_path: Path) -> None:
    (tmp_path / "image-1.png").symlink_to("/dev/full")
    with pytest.raises(errors.ServiceFailure):
        await images.prepare([picture()], IMAGE, tmp_path)


# F5, F6: other files, and parts of files


@pytest.mark.parametrize("name", border_images.NOT_PICTURES)
async def test_other_files_are_told_by_their_content(name: str, tmp_path: Path) -> None:
    content = border_images.not_pictures()[name]
    for suffix, kind in ((".png", "image/png"), (".jpg", "image/jpeg")):
        with pytest.raises(errors.ImageProcessing) as caught:
            await gathered([answer(content, headers=[("content-type", kind)])], tmp_path, path=f"a{suffix}")
        assert caught.value.message == f"the image: {images.UNAVAILABLE}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_taken_whatever_its_name_and_type(kind: str, tmp_path: Path) -> None:
    script = answer(picture(kind), headers=[("content-type", "text/html")])
    paths, warnings = await gathered([script], tmp_path, path="a.gif")
    assert [path.name for path in paths] == ["image-1.png"]
    assert warnings == []


TRUNCATED = {
    "JPEG": picture("JPEG", 320, 320),
    "progressive": picture("JPEG", 320, 320, progressive=True),
    "PNG": picture("PNG", 320, 320),
    "WEBP": picture("WEBP", 320, 320),
    "lossless": picture("WEBP", 320, 320, lossless=True),
}


@pytest.mark.parametrize("kind", TRUNCATED)
def test_a_file_cut_at_any_percent_fails(kind: str) -> None:
    whole = TRUNCATED[kind]
    taken = []
    for percent in range(100):
        try:
            image_child.convert(whole[: len(whole) * percent // 100])
        except Exception:  # noqa: BLE001 - every exception is a refusal, as in the child
            continue
        taken.append(percent)
    assert taken == []


@pytest.mark.parametrize("kind", TRUNCATED)
async def test_a_file_cut_in_half_says_so(kind: str, tmp_path: Path) -> None:
    message = await failure(TRUNCATED[kind][: len(TRUNCATED[kind]) // 2], tmp_path)
    assert message == f"the image: {images.PROBLEMS['broken']}"


SECRETS = (b"<?php evil(); ?>", b"PK\x03\x04 tail", b"<script>alert(1)</script>")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_nothing_of_a_polyglot_survives(kind: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRETS[0].decode()
    whole = picture(kind, exif=exif) + SECRETS[1]
    if kind == "PNG":
        whole = whole[:33] + chunk(b"tEXt", b"a\0" + SECRETS[2]) + whole[33:]
    if kind == "JPEG":
        whole = whole[:2] + b"\xff\xfe" + (len(SECRETS[2]) + 2).to_bytes(2, "big") + SECRETS[2] + whole[2:]
    paths, _ = await gathered([answer(whole)], tmp_path)
    stored = paths[0].read_bytes()
    assert sum(secret in whole for secret in SECRETS) >= 2
    assert not any(secret in stored for secret in SECRETS)
    assert set(chunk_names(stored)) == {b"IHDR", b"IDAT", b"IEND"}


def chunk_names(content: bytes) -> Iterator[bytes]:
    at = len(border_images.PNG_START)
    while at < len(content):
        yield content[at + 4 : at + 8]
        at += 12 + int.from_bytes(content[at : at + 4], "big")


# F9: mutated files

MUTATED = 10_000
MUTATE = """
import random, sys
sys.path.insert(0, sys.argv[1])
import image_child
from pathlib import Path
image_child.CPU_S = 160
image_child.limit_resources()
seeds = [path.read_bytes() for path in sorted(Path(sys.argv[2]).iterdir())]
chance = random.Random(int(sys.argv[3]))
taken = 0
for _ in range(int(sys.argv[4])):
    content = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 2, 8, 64))):
        if not content:
            break
        at = chance.randrange(len(content)) if chance.random() < 0.5 else chance.randrange(min(200, len(content)))
        action = chance.random()
        if action < 0.7:
            content[at] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
        elif action < 0.85:
            del content[at : at + chance.randrange(1, 50)]
        else:
            content[at:at] = content[at : at + chance.randrange(1, 50)]
    try:
        image_child.convert(bytes(content))
        taken += 1
    except Exception:
        pass
print(taken)
"""


@pytest.mark.soak
@pytest.mark.timeout(190)
def test_mutated_files_are_taken_or_refused_and_crash_nothing(tmp_path: Path) -> None:
    """Two children, limited as the real one is, meet 5,000 files each; a crash of a decoder would end them."""
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = border_images.srgb_profile()
    small = noise(320, 300)
    seeds = [encode(small, kind, exif=exif, icc_profile=profile) for kind in ("JPEG", "PNG", "WEBP")]
    seeds += [encode(small, "JPEG", progressive=True), encode(small.convert("CMYK"), "JPEG")]
    seeds += [
        encode(small, "WEBP", lossless=True),
        encode(small.convert("P"), "PNG"),
        border_images.frames("PNG", 3, 90, 90),
    ]
    seeds += [
        border_images.frames("WEBP", 3, 90, 90),
        png(300, 300, depth=16, colour=6),
        encode(small.convert("LA"), "PNG"),
    ]
    for index, seed in enumerate(seeds):
        (tmp_path / f"{index:02}").write_bytes(seed)
    package = str(Path(image_child.__file__).parent)
    command = [sys.executable, "-I", "-c", MUTATE, package, str(tmp_path)]
    children = [
        subprocess.Popen([*command, str(seed), str(MUTATED // 2)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for seed in (random.Random(1).randrange(1000), 2)
    ]
    taken = [int(child.communicate(timeout=180)[0] or -1) for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert all(0 < count < MUTATED // 2 for count in taken)


@pytest.mark.soak
async def test_fifty_bombs_at_once_hold_up_nobody_else(bombs: dict[str, bytes], tmp_path: Path) -> None:
    """The event loop goes on: an ordinary request is answered while all of them burn."""
    folders = [tmp_path / str(index) for index in range(50)]
    for folder in folders:
        folder.mkdir()
    heavy = png(8192, 6400, depth=16, colour=6)
    contents = [heavy if index % 5 == 0 else list(bombs.values())[index % len(bombs)] for index in range(50)]
    burning = [
        asyncio.create_task(images.prepare([content], IMAGE, folder))
        for content, folder in zip(contents, folders, strict=True)
    ]
    async with serve(answer(b"fine")) as server:
        outward = Egress(AllowList.parse(server.place))
        answered = 0
        while not all(task.done() for task in burning):
            assert (await outward.fetch(server.url, max_bytes=9, deadline_s=1)).body == b"fine"
            answered += 1
            await asyncio.wait(burning, timeout=0.05)
    results = await asyncio.gather(*burning, return_exceptions=True)
    assert all(isinstance(result, (list, errors.ImageProcessing)) for result in results)
    assert answered > 50
