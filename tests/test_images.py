"""Input images: what is taken, how it comes out, what each model asks of it, and what the messages say."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import border_images
from border_gather import IMAGE, REFERENCE, failure, gathered, listed, new_folder, only
from border_images import encode, picture, png
from border_servers import LIMIT_S, Names, answer, raw, redirect, serve, stall, watched_dials
from paddock import errors, images
from paddock.addresses import AllowList
from paddock.egress import Egress, FetchFailed
from paddock.models import Model

MB = 1024 * 1024


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    with watched_dials():
        yield


# F7: colours and orientation

RED, GREEN, BLUE, GREY = (255, 0, 0), (0, 255, 0), (0, 0, 255), (128, 128, 128)


def near(pixel: object, colour: tuple[int, ...], by: int = 4) -> bool:
    assert isinstance(pixel, tuple)
    return len(pixel) == len(colour) and all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


def flat(mode: str, colour: object) -> Image.Image:
    return Image.new(mode, (400, 300), colour)  # type: ignore[arg-type]


def palette(transparent: bool) -> bytes:
    image = flat("RGB", RED).quantize(4)
    return encode(image, "PNG", transparency=image.getpixel((0, 0))) if transparent else encode(image, "PNG")


def sixteen_bit_grey() -> bytes:
    return encode(Image.new("I;16", (400, 300), 0x8080), "PNG")


COLOURS = {
    "RGB": (encode(flat("RGB", RED), "PNG"), RED),
    "RGBA": (encode(flat("RGBA", (0, 255, 0, 128)), "PNG"), (0, 255, 0, 128)),
    "RGBA, opaque": (encode(flat("RGBA", (0, 255, 0, 255)), "PNG"), GREEN),
    "grey": (encode(flat("L", 128), "PNG"), GREY),
    "grey JPEG": (encode(flat("L", 128), "JPEG"), GREY),
    "grey and alpha": (encode(flat("LA", (128, 0)), "PNG"), (*GREY, 0)),
    "black and white": (encode(flat("1", 1), "PNG"), (255, 255, 255)),
    "16-bit grey": (sixteen_bit_grey(), GREY),
    "16-bit RGB": (png(400, 300, depth=16), (0, 0, 0)),
    "palette": (palette(False), RED),
    "palette and alpha": (palette(True), (*RED, 0)),
    "transparent colour": (encode(flat("RGB", RED), "PNG", transparency=RED), (*RED, 0)),
    "transparent grey": (encode(flat("L", 128), "PNG", transparency=128), (*GREY, 0)),
    "CMYK": (encode(flat("CMYK", (0, 255, 255, 0)), "JPEG", quality=95), RED),
    "YCbCr": (encode(flat("YCbCr", (76, 85, 255)), "JPEG", quality=95), (254, 0, 0)),
    "WEBP and alpha": (encode(flat("RGBA", (0, 0, 255, 100)), "WEBP", lossless=True), (0, 0, 255, 100)),
    "sRGB profile": (encode(flat("RGB", RED), "PNG", icc_profile=border_images.srgb_profile()), RED),
    "swapped profile": (encode(flat("RGB", RED), "PNG", icc_profile=border_images.swapped_profile()), GREEN),
    "swapped profile, JPEG": (
        encode(flat("RGB", GREEN), "JPEG", quality=95, icc_profile=border_images.swapped_profile()),
        RED,
    ),
    "swapped profile and alpha": (
        encode(flat("RGBA", (255, 0, 0, 9)), "PNG", icc_profile=border_images.swapped_profile()),
        (*GREEN, 9),
    ),
    "broken profile": (encode(flat("RGB", BLUE), "PNG", icc_profile=b"no profile"), BLUE),
    "RGB profile on grey": (encode(flat("L", 128), "PNG", icc_profile=border_images.srgb_profile()), GREY),
    "RGB profile on CMYK": (
        encode(flat("CMYK", (0, 255, 255, 0)), "JPEG", quality=95, icc_profile=border_images.srgb_profile()),
        RED,
    ),
    "animated WEBP": (border_images.frames("WEBP", 20), RED),
    "animated PNG": (border_images.frames("PNG", 20), RED),
}


@pytest.mark.parametrize("name", COLOURS)
async def test_every_kind_of_colour_comes_out_as_srgb(name: str, tmp_path: Path) -> None:
    content, colour = COLOURS[name]
    image = await only(content, tmp_path)
    assert image.mode == ("RGBA" if len(colour) == 4 else "RGB")
    assert near(image.getpixel((200, 150)), colour)
    assert "icc_profile" not in image.info


def quarters(width: int, height: int) -> Image.Image:
    """Red, green, blue and white corners, upright: red is top left, green top right, blue bottom left."""
    image = Image.new("RGB", (width, height), (255, 255, 255))
    for colour, at in ((RED, (0, 0)), (GREEN, (width // 2, 0)), (BLUE, (0, height // 2))):
        image.paste(colour, (*at, at[0] + width // 2, at[1] + height // 2))
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
async def test_every_orientation_comes_out_upright(kind: str, orientation: int, tmp_path: Path) -> None:
    """The stored picture is turned the other way, as a camera that is held so writes it (EXIF 2.32, tag 0x0112)."""
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    upright = quarters(640, 400)
    stored = upright if turned is None else upright.transpose(turned)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = await only(encode(stored, kind, exif=exif), tmp_path)
    assert image.size == (640, 400)
    corners = [image.getpixel(at) for at in ((60, 60), (580, 60), (60, 340), (580, 340))]
    assert all(near(pixel, colour, 8) for pixel, colour in zip(corners, (RED, GREEN, BLUE, (255,) * 3), strict=True))
    assert image.getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0" + os.urandom(500)])
async def test_broken_exif_does_no_harm(exif: bytes, tmp_path: Path) -> None:
    assert (await only(picture("JPEG", exif=exif), tmp_path)).size == (640, 480)


async def test_a_large_picture_is_made_smaller_for_engines_and_keeps_its_ratio(tmp_path: Path) -> None:
    (prepared,) = await images.prepare([picture("JPEG", 6000, 3000, quality=30)], IMAGE, tmp_path)
    assert (prepared.width, prepared.height) == (6000, 3000)
    with Image.open(prepared.path) as image:
        assert image.size == (4096, 2048)


# F8: sizes and counts


@pytest.mark.parametrize(
    ("model", "width", "height", "taken"),
    [
        *((IMAGE, 300, 300, True), (IMAGE, 299, 300, False), (IMAGE, 300, 299, False)),
        *((IMAGE, 750, 300, True), (IMAGE, 300, 750, True), (IMAGE, 751, 300, False), (IMAGE, 300, 751, False)),
        *((IMAGE, 1000, 400, True), (IMAGE, 1004, 400, False), (IMAGE, 400, 1004, False), (IMAGE, 1, 1, False)),
        *((REFERENCE, 400, 400, True), (REFERENCE, 399, 400, False), (REFERENCE, 400, 399, False)),
        *((REFERENCE, 400, 4000, True), (REFERENCE, 399, 4000, False)),
    ],
)
def test_required_sizes(model: Model, width: int, height: int, taken: bool) -> None:
    found = [images.Prepared(Path(), width, height)]
    if taken:
        images.check_dimensions(found, model)
        return
    with pytest.raises(errors.ImageDimensions) as caught:
        images.check_dimensions(found, model)
    assert f"{width}x{height} px" in caught.value.message
    assert "must be" in caught.value.message


async def test_the_ratio_is_judged_after_rotation(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (prepared,) = await images.prepare([picture("JPEG", 1000, 400, exif=exif)], IMAGE, tmp_path)
    assert (prepared.width, prepared.height) == (400, 1000)
    message = await failure(picture("JPEG", 1004, 400, exif=exif), new_folder(tmp_path, "new"))
    assert "400x1004 px upright" in message


@pytest.mark.parametrize(
    ("model", "count", "taken"),
    [
        *((Model.TEXT, 0, True), (Model.TEXT, 1, False), (IMAGE, 0, False), (IMAGE, 1, True), (IMAGE, 2, False)),
        *((REFERENCE, 0, False), (REFERENCE, 1, True), (REFERENCE, 9, True), (REFERENCE, 10, False)),
    ],
)
def test_how_many_images_each_model_takes(model: Model, count: int, taken: bool) -> None:
    if taken:
        images.check_count(model, count)
        return
    with pytest.raises(errors.ImageProcessing, match="takes"):
        images.check_count(model, count)


async def test_nine_references_come_out_in_order_and_no_images_are_fine_for_text(tmp_path: Path) -> None:
    sources = [picture("PNG", 400 + index, 500) for index in range(9)]
    prepared = await images.prepare(sources, REFERENCE, tmp_path)
    assert [(image.path.name, image.width) for image in prepared] == [
        (f"image-{index + 1}.png", 400 + index) for index in range(9)
    ]
    assert await images.gather([], Model.TEXT, Egress(), tmp_path) == ([], [])


def test_what_is_only_recommended_gives_warnings() -> None:
    def warnings(*sizes: tuple[int, int]) -> list[str]:
        return images.warnings([images.Prepared(Path(), *size) for size in sizes], REFERENCE)

    assert warnings((1280, 720), (1366, 768)) == []
    assert warnings((1280, 719))[0].startswith("the image: smaller than 720p (1280x719 px)")
    assert warnings((720, 1800)) == []
    assert warnings((720, 1801))[0].startswith("the image: its short edge is under 0.4")
    assert "aspect ratio" in warnings((1280, 720), (720, 1280))[0]
    assert [text[:12] for text in warnings((800, 600), (800, 600))] == ["image 1 of 2", "image 2 of 2"]
    assert images.warnings([images.Prepared(Path(), 300, 300)], IMAGE) == []


# F1, F11, F12, E9: whole downloads


@pytest.mark.parametrize("chunked", [False, True])
async def test_ten_megabytes_exactly_pass_and_one_byte_more_does_not(chunked: bool, tmp_path: Path) -> None:
    whole = picture().ljust(10 * MB, b"\0")
    for content, taken in ((whole, True), (whole + b"\0", False)):
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content) if chunked else content
        headers = [("transfer-encoding", "chunked")] if chunked else []
        script = answer(body, headers=headers, length=not chunked)
        if taken:
            assert len((await gathered([script], tmp_path))[0]) == 1
            continue
        with pytest.raises(errors.ImageProcessing, match="larger than 10 MB"):
            await gathered([script], tmp_path)
        with pytest.raises(errors.ImageProcessing, match="larger than 10 MB"):
            await images.prepare([content], IMAGE, tmp_path)


async def test_one_of_nine_fails_by_name_and_the_rest_are_stopped(tmp_path: Path) -> None:
    gone = [asyncio.Event() for _ in range(8)]
    scripts = [stall(b"HTTP/1.1 200 OK\r\n\r\n", event) for event in gone]
    scripts.insert(4, answer(b"no image", status=404))
    with pytest.raises(errors.ImageProcessing) as caught:
        await gathered(scripts, tmp_path, REFERENCE, deadline_s=60)
    assert caught.value.message == f"image 5 of 9: {images.UNAVAILABLE}"
    await asyncio.wait_for(asyncio.gather(*(event.wait() for event in gone)), LIMIT_S)
    assert listed(tmp_path) == []


async def test_one_of_nine_that_cannot_be_decoded_fails_by_name(tmp_path: Path) -> None:
    scripts = [answer(picture("PNG")) for _ in range(9)]
    scripts[6] = answer(picture("PNG")[:5000])
    with pytest.raises(errors.ImageProcessing) as caught:
        await gathered(scripts, tmp_path, REFERENCE)
    assert caught.value.message == f"image 7 of 9: {images.PROBLEMS['broken']}"
    assert listed(tmp_path) == []


async def test_whatever_goes_wrong_on_the_way_reads_the_same(tmp_path: Path) -> None:
    """Refused, closed, no name, timed out, an error, a redirect loop, no image: no one can map a network by it."""
    outward = Egress(AllowList.parse("127.0.0.1"), Names(private_example=[["10.0.0.1"]]))
    told, reasons = [], set()
    async with (
        serve(stall()) as slow,
        serve(answer(b"<html>")) as page,
        serve(answer(b"", 404)) as missing,
        serve(redirect("/")) as loop,
        serve(raw(b"SSH-2.0")) as other,
    ):
        urls = ["http://10.0.0.1/", "http://169.254.169.254/", "http://private.example/", "http://none.example/"]
        urls += ["http://127.0.0.1:1/", "https" + page.url[4:]]
        for url in urls + [server.url for server in (slow, page, missing, loop, other)]:
            with pytest.raises(errors.ImageProcessing) as caught:
                await images.gather([url], IMAGE, outward, tmp_path, deadline_s=0.5)
            told.append((caught.value.message, caught.value.code))
            if isinstance(caught.value.__cause__, FetchFailed):
                reasons.add(caught.value.__cause__.reason)
    assert set(told) == {(f"the image: {images.UNAVAILABLE}", "image_processing_error")}
    assert {"refused address: private", "refused address: link-local", "timed out", "answered 404"} <= reasons


# data: URLs


async def test_data_urls_are_images_too(tmp_path: Path) -> None:
    content = picture("WEBP")
    url = "data:image/png;base64," + base64.b64encode(content).decode()
    paths, _ = await images.gather([url], IMAGE, Egress(), tmp_path)
    with Image.open(paths[0]) as image:
        assert image.size == (640, 480)
    assert listed(tmp_path) == ["image-1.png", "image-1.webp"]


@pytest.mark.parametrize("data", ["image/png,abc", ";base64,%%%", ";base64,a", ";base64,\u732b", ";base64", ""])
async def test_data_urls_that_are_not_base64_fail(data: str, tmp_path: Path) -> None:
    with pytest.raises(errors.ImageProcessing, match="data URL"):
        await images.gather([f"data:{data}"], IMAGE, Egress(), tmp_path)
    assert listed(tmp_path) == []


async def test_a_data_url_obeys_the_size_limit(tmp_path: Path) -> None:
    url = "data:;base64," + base64.b64encode(bytes(10 * MB + 1)).decode()
    with pytest.raises(errors.ImageProcessing, match="larger than 10 MB"):
        await images.gather([url], IMAGE, Egress(), tmp_path)
