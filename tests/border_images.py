"""Pictures, and files that only look like pictures, built byte by byte."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

PNG_START = b"\x89PNG\r\n\x1a\n"


def encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((width, height), 60).convert(mode)


def picture(kind: str = "JPEG", width: int = 640, height: int = 480, **options: Any) -> bytes:
    """A picture that is noise, of a plain kind."""
    return encode(noise(width, height), kind, **options)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, *, depth: int = 8, colour: int = 2, extra: bytes = b"", rows: int | None = None
) -> bytes:
    """A PNG of zeros (PNG specification, 11.2), with `rows` rows of data and `extra` chunks before them."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    count = height if rows is None else rows
    row = bytes(1 + (width * depth * channels + 7) // 8) if count else b""
    packer = zlib.compressobj()
    data = b"".join(packer.compress(row) for _ in range(count)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PNG_START + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """The same JPEG with another size in its frame header (ITU T.81, B.2.2)."""
    at = next(at for marker in (b"\xff\xc0", b"\xff\xc2") if (at := jpeg.find(marker)) > 0)
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def with_scans(jpeg: bytes, count: int) -> bytes:
    """A progressive JPEG whose last scan comes `count` times."""
    last = jpeg.rfind(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * count + jpeg[-2:]


def wide_webp_canvas(width: int, height: int) -> bytes:
    """An animation of one small frame on a canvas of any size (RFC 9649, 2.7)."""
    body = picture("WEBP", 64, 64)[12:]
    extended = b"VP8X" + struct.pack("<I", 10) + bytes([2, 0, 0, 0]) + _le24(width - 1) + _le24(height - 1)
    frame = bytes(6) + _le24(63) * 2 + bytes(4) + body
    content = (
        b"WEBP" + extended + b"ANIM" + struct.pack("<I", 6) + bytes(6) + b"ANMF" + struct.pack("<I", len(frame)) + frame
    )
    return b"RIFF" + struct.pack("<I", len(content)) + content


def _le24(number: int) -> bytes:
    return number.to_bytes(3, "little")


def frames(kind: str, count: int, width: int = 400, height: int = 400) -> bytes:
    """An animation that starts red and goes on in other colours, far enough apart that no two frames are merged."""
    first, *others = [
        Image.new("RGB", (width, height), (255 - index * 97 % 256, index * 57 % 256, index * 31 % 256))
        for index in range(count)
    ]
    return encode(first, kind, save_all=True, append_images=others, duration=20, lossless=True)


def bombs() -> dict[str, bytes]:
    """Small files that ask for a lot, none of which is a picture to work with."""
    small_jpeg = picture("JPEG", 64, 64)
    megabytes = zlib.compress(bytes(100_000_000))
    return {
        "169 megapixels": png(13000, 13000, depth=1, colour=0),
        "169 megapixels of 16 bit": png(13000, 13000, depth=16, colour=6, rows=10),
        "169 megapixels as JPEG": with_size(small_jpeg, 13000, 13000),
        "65535 x 65535 as PNG": png(65535, 65535, rows=1),
        "65535 x 65535 as JPEG": with_size(small_jpeg, 65535, 65535),
        "16383 x 16383 as WEBP": wide_webp_canvas(16383, 16383),
        "2^31 wide": png(2**31 - 1, 1, depth=1, colour=0, rows=0),
        "zTXt of 100 MB": png(400, 400, extra=chunk(b"zTXt", b"a\0\0" + megabytes)),
        "iTXt of 100 MB": png(400, 400, extra=chunk(b"iTXt", b"a\0\1\0\0\0" + megabytes)),
        "zTXt, 1,000 of 1 MB": png(400, 400, extra=chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**6))) * 1000),
        "iCCP of 100 MB": png(400, 400, extra=chunk(b"iCCP", b"a\0\0" + megabytes)),
        "1,000 frames as WEBP": frames("WEBP", 1000, 64, 64),
        "1,000 frames as PNG": frames("PNG", 1000, 64, 64),
        "4,000 scans": with_scans(encode(Image.new("RGB", (4000, 4000)), "JPEG", progressive=True), 4000),
    }


def not_pictures() -> dict[str, bytes]:
    """Files of other kinds, and fragments."""
    image = noise(640, 480)
    return {
        "GIF": encode(image, "GIF"),
        "TIFF": encode(image, "TIFF"),
        "PDF": encode(image, "PDF"),
        "EPS": encode(image, "EPS"),
        "BMP": encode(image, "BMP"),
        "ICO": encode(image, "ICO"),
        "JPEG 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n",
        "AVIF": b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00",
        "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>',
        "HTML": b"<!doctype html><title>404</title>",
        "empty": b"",
        "one byte": b"\xff",
        "space before a JPEG": b" " + picture(),
        "WAV": b"RIFF\x24\x00\x00\x00WAVEfmt ",
        "zip": b"PK\x03\x04",
        "PostScript": b"%!PS-Adobe-3.0",
        "PNG with line ends repaired": b"\x89PNG\n\x1a\n",
    }


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A display profile that says that red is green and green is red: the red and green columns trade places."""
    profile = bytearray(srgb_profile())
    count = struct.unpack(">I", profile[128:132])[0]
    for at in range(132, 132 + 12 * count, 12):
        name = bytes(profile[at : at + 4])
        profile[at : at + 4] = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(name, name)
    return bytes(profile)


BOMBS = (
    *("169 megapixels", "169 megapixels of 16 bit", "169 megapixels as JPEG", "65535 x 65535 as PNG"),
    *("65535 x 65535 as JPEG", "16383 x 16383 as WEBP", "2^31 wide", "zTXt of 100 MB", "iTXt of 100 MB"),
    *("zTXt, 1,000 of 1 MB", "iCCP of 100 MB", "1,000 frames as WEBP", "1,000 frames as PNG", "4,000 scans"),
)
"""The names in `bombs()`, which take a second to build."""
NOT_PICTURES = tuple(not_pictures())
