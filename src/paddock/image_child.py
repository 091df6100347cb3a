"""The child process that opens users' images: `python -I image_child.py SOURCE TARGET [same]`.

It limits its own memory, processor time and output before it reads a byte, decodes SOURCE (JPEG, PNG or WEBP, by
content) and writes TARGET, a fresh PNG (with `same`, a file of the original's own format) with upright sRGB pixels and
nothing else of the original; beside a PNG also its thumbnail, TARGET with the ending `.webp`. Its verdict is one line
of JSON on standard output: `{"width", "height", "format"}`, the upright original's size in pixels and the new file's
format, or `{"problem"}`, "disk" or a key of `images.PROBLEMS`. It may die at any point, by a signal too; that is a
verdict as well.

It imports nothing of ours, so that it starts fast and runs wherever Pillow does.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

MAX_PIXELS = 50 * 1024 * 1024
"""More than any picture that fits into 10 MB needs; 50 megapixels are 200 MB decoded."""
MAX_FRAMES = 500
MAX_SCANS = 64
"""An ordinary progressive JPEG has about ten. Decoding costs scans times pixels."""
MAX_OUTPUT_SIDE = 4096
THUMBNAIL_SIDE = 192
MEMORY_BYTES = 1024**3
CPU_S = 5
_OUTPUT_BYTES = 96 * 1024**2
_SIGNATURES = ((re.compile(rb"\xff\xd8\xff"), "JPEG"), (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"))
_WEBP = re.compile(rb"RIFF....WEBP", re.DOTALL)
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


Image.MAX_IMAGE_PIXELS = None  # MAX_PIXELS is checked instead, and has its own message


class Problem(Exception):
    """Why there is no picture; the message is a key of `images.PROBLEMS`."""


def limit_resources() -> None:
    """Cap memory, processor time, output size and core dumps, as far as the system can."""
    try:
        import resource
    except ImportError:  # Windows: the wall clock is the only limit there
        return
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_S,
        resource.RLIMIT_FSIZE: _OUTPUT_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS refuses to limit address space
            resource.setrlimit(kind, (value, value))


_PNG: dict[str, Any] = {"format": "PNG", "compress_level": 1}
_SAME: dict[str, dict[str, Any]] = {
    "PNG": {"format": "PNG", "compress_level": 2},
    "JPEG": {"format": "JPEG", "quality": 95, "subsampling": 0},
    "WEBP": {"format": "WEBP", "quality": 95, "method": 2},
}
_THUMBNAIL: dict[str, Any] = {"format": "WEBP", "quality": 55, "method": 4}
"""How a picture is written anew: fine enough that nobody sees a difference, quick enough for CPU_S."""


def convert(source: bytes, *, same: bool = False) -> tuple[bytes, int, int]:
    """`source` as a fresh PNG, and its own upright width and height in pixels. Raises Problem, and what Pillow does.

    With `same` the fresh file is of the original's format.
    """
    picture, kind, size = upright(source)
    return _file(picture, _SAME[kind] if same else _PNG), *size


def upright(source: bytes) -> tuple[Image.Image, str, tuple[int, int]]:
    """The picture in `source`, its format and its own upright size. Raises Problem, and what Pillow does."""
    kind = sniff(source)
    if kind is None:
        raise Problem("not_image")
    if kind == "JPEG" and count_scans(source) > MAX_SCANS:
        raise Problem("too_complex")
    with Image.open(io.BytesIO(source), formats=[kind]) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise Problem("too_many_pixels")
        if getattr(image, "n_frames", 1) > MAX_FRAMES:
            raise Problem("too_many_frames")
        turn = _TURNS.get(_orientation(image))
        picture = _srgb(image)
        if turn is not None:
            picture = picture.transpose(turn)
        picture.info.clear()  # Pillow would copy the original's profile into the file
    sideways = turn is not None and turn.name in ("TRANSPOSE", "TRANSVERSE", "ROTATE_90", "ROTATE_270")
    return picture, kind, (height, width) if sideways else (width, height)


def _file(picture: Image.Image, options: dict[str, Any]) -> bytes:
    fresh = io.BytesIO()
    picture.save(fresh, **options)
    return fresh.getvalue()


def thumbnail(picture: Image.Image) -> bytes:
    """A WEBP of the picture of at most THUMBNAIL_SIDE pixels a side, a few kilobytes."""
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _file(small, _THUMBNAIL)


def sniff(source: bytes) -> str | None:
    """The format by its first bytes: JPEG, PNG, WEBP or None."""
    for signature, kind in _SIGNATURES:
        if signature.match(source):
            return kind
    return "WEBP" if _WEBP.match(source) else None


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


def count_scans(source: bytes) -> int:
    """How many scans a JPEG's first image holds, one above MAX_SCANS at most.

    Found by walking its markers (ITU T.81, annex B) without decoding.
    """
    scans, at = 0, 2
    while scans <= MAX_SCANS and (found := _MARKER.search(source, at)):
        marker, at = source[found.start() + 1], found.end()
        if marker == 0xD9:
            break
        scans += marker == 0xDA
        # Segments carry their length, the two length bytes included; 0x01 is the one left that has none.
        at += int.from_bytes(source[at : at + 2], "big") if marker != 0x01 else 0
    return scans


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - Pillow raises a dozen kinds for broken EXIF, and the picture is fine without it
        return 1


def _srgb(image: Image.Image) -> Image.Image:
    """The first frame as RGB or RGBA in sRGB, its longest side at most MAX_OUTPUT_SIDE pixels."""
    profile = image.info.get("icc_profile")
    image.draft(image.mode, (MAX_OUTPUT_SIDE, MAX_OUTPUT_SIDE))
    picture = _shrunk(_eight_bits(image))
    alpha = picture.getchannel("A") if picture.mode in ("RGBA", "LA") else None
    colours = _managed(_without_alpha(picture), profile)
    if alpha is not None and alpha.getextrema()[0] != 255:
        colours.putalpha(alpha)
    return colours


def _eight_bits(image: Image.Image) -> Image.Image:
    """The same picture in one of the modes L, LA, RGB, RGBA and CMYK."""
    if image.mode.startswith("I") or image.mode == "F":
        scaled = image.point(lambda value: value * (1 / 257))
        scaled.info.pop("transparency", None)
        return scaled.convert("L")
    transparent = "transparency" in image.info
    if image.mode in ("L", "1"):
        return image.convert("LA" if transparent else "L")
    if image.mode in ("LA", "CMYK", "RGBA") or (image.mode == "RGB" and not transparent):
        image.load()
        return image
    return image.convert("RGBA" if transparent or image.mode in ("PA", "RGBa") else "RGB")


def _shrunk(picture: Image.Image) -> Image.Image:
    if max(picture.size) <= MAX_OUTPUT_SIDE:
        return picture
    factor = MAX_OUTPUT_SIDE / max(picture.size)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _without_alpha(picture: Image.Image) -> Image.Image:
    return picture.convert({"RGBA": "RGB", "LA": "L"}[picture.mode]) if picture.mode in ("RGBA", "LA") else picture


def _managed(picture: Image.Image, profile: Any) -> Image.Image:
    """L, RGB or CMYK to sRGB by the embedded profile; without one, or with one that does not fit, by convention."""
    if isinstance(profile, bytes) and profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            managed = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if managed is not None:
                return managed
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def main(source: str, target: str, how: str = "") -> None:
    """Print the verdict on `source`."""
    limit_resources()
    content = Path(source).read_bytes()
    verdict: dict[str, Any]
    try:
        picture, kind, (width, height) = upright(content)
        fresh = _file(picture, _SAME[kind] if how == "same" else _PNG)
        small = b"" if how == "same" else thumbnail(picture)
    except Problem as problem:
        verdict = {"problem": str(problem)}
    except MemoryError:
        verdict = {"problem": "too_complex"}
    except Exception:  # noqa: BLE001 - a decoder's border: whatever it raises means that the file cannot be read
        verdict = {"problem": "broken"}
    else:
        good = {"width": width, "height": height, "format": sniff(fresh)}
        written = _write(Path(target), fresh) and (not small or _write(Path(target).with_suffix(".webp"), small))
        verdict = good if written else {"problem": "disk"}
    print(json.dumps(verdict))


def _write(target: Path, picture: bytes) -> bool:
    """Whether the disk took the picture: a full disk is the server's fault, not the image's."""
    try:
        target.write_bytes(picture)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main(*sys.argv[1:4])
