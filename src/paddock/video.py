"""Write, probe and check the videos we hand out.

The file format is the contract's: MP4 with `moov` before `mdat`, H.264 High yuv420p in bt709, constant 24 fps, AAC
stereo.
Frames are streamed: no function here ever holds more than a few of them.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter
from numpy.typing import NDArray

from paddock import errors
from paddock.models import FPS

SAMPLE_RATE: Final = 48_000
CRF: Final = 19
FINE: Final = ("veryfast", "")
SWIFT: Final = ("veryfast", ":subme=1")
QUICK: Final = ("superfast", ":mbtree=1:rc-lookahead=10")
"""How hard x264 tries: its preset and what differs from that. All are as sharp; the second takes three quarters of the
first one's time and 7 % more bytes, the third half the time and 12 % more (measured on the engine's own pictures)."""
X264_THREADS: Final = 3
"""x264's output depends on the number of its threads, not on how they are scheduled: it is the same everywhere."""
_QUEUED_FRAMES: Final = 3
_SAMPLES_PER_PACKET: Final = 1024
_SLACK_FRAMES: Final = 2
"""A sound track may be this much shorter or longer than the pictures: AAC comes in blocks of 1024 samples."""

Frame = NDArray[np.uint8]
"""BGR (height, width, 3) or BGRA (height, width, 4; alpha is ignored)."""
Sound = NDArray[np.float32]
"""Stereo samples at 48 kHz, shape (n, 2), in -1.0 to 1.0."""


_OWN: Final = threading.local()
"""Each thread's converter: setting one up costs a tenth of a conversion."""


def converted(frame: Frame) -> av.VideoFrame:
    """A frame in the file's colours: a copy. May run in several threads, which is what it is for.

    Raises `ValueError` where width or height is odd: 4:2:0 halves them.
    """
    if frame.shape[0] % 2 or frame.shape[1] % 2:
        raise ValueError("width and height must be even: 4:2:0 halves them")
    if not hasattr(_OWN, "converter"):
        _OWN.converter = VideoReformatter()
    picture = av.VideoFrame.from_numpy_buffer(
        np.ascontiguousarray(frame), format="bgra" if frame.shape[2] == 4 else "bgr24"
    )
    made: av.VideoFrame = _OWN.converter.reformat(
        picture,
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INP,
        threads=1,
    )
    return made


class Writer:
    """Streams frames into an MP4 file; encodes in threads of its own while the caller draws the next frame.

    The same frames, sound and size give the same bytes. `sound` may still be in the making: it is waited for when the
    first frame is encoded. `crf` is x264's quality (lower is better and larger), `effort` how hard it tries, `first_q`
    the quantiser of the first frame alone, where that must be truer than the rest. `coder` is the way of FFmpeg's AAC
    encoder: "fast" takes a quarter of the time and is as true to noise (measured on the ambience), not to music.
    The file is complete when the `with` block ends without an exception; after one, what is there is not a video.
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        sound: Sound | Future[Sound],
        *,
        fps: int = FPS,
        crf: int = CRF,
        effort: tuple[str, str] = FINE,
        first_q: int | None = None,
        coder: str = "twoloop",
    ) -> None:
        if width % 2 or height % 2:
            raise ValueError("width and height must be even: 4:2:0 halves them")
        self._size = (width, height)
        self._fps = fps
        self._sound = sound
        self._written = 0
        self._encoded = 0
        self._samples = 0
        self._failure: BaseException | None = None
        self._queue: queue.Queue[av.VideoFrame | None] = queue.Queue(_QUEUED_FRAMES)
        self._container = av.open(
            str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
        )
        self._video = self._add_video(fps, crf, effort, first_q)
        self._audio = self._container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", options={"aac_coder": coder})
        self._audio.bit_rate = 128_000
        self._audio.codec_context.flags |= av.codec.context.Flags.bitexact
        self._thread = threading.Thread(target=self._drain, name="encode", daemon=True)

    def _add_video(self, fps: int, crf: int, effort: tuple[str, str], first_q: int | None) -> av.VideoStream:
        # Without cpu-independent, x264's assembly for its macroblock tree reads memory that was never set: one file in
        # ten differed from the others (measured with x264 core 165).
        preset, other = effort
        tuning = f"threads={X264_THREADS}:cpu-independent=1:chromaloc=1{other}" + (
            f":zones=0,0,q={first_q}" if first_q is not None else ""
        )
        options = {"crf": str(crf), "preset": preset, "profile": "high", "x264-params": tuning}
        stream = self._container.add_stream("libx264", rate=fps, options=options)
        context = stream.codec_context
        context.width, context.height = self._size
        context.pix_fmt = "yuv420p"
        context.time_base = Fraction(1, fps)
        context.thread_count = X264_THREADS
        context.flags |= av.codec.context.Flags.bitexact
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.colorspace = Colorspace.ITU709
        context.color_range = ColorRange.MPEG
        return stream

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    @property
    def idle(self) -> bool:
        """Whether every frame written so far is encoded."""
        return self._failure is not None or self._encoded == self._written

    def write(self, frame: Frame | av.VideoFrame) -> None:
        """Append one frame, or what `converted` made of it. The caller may draw into the same array again at once."""
        picture = converted(frame) if isinstance(frame, np.ndarray) else frame
        if (picture.width, picture.height) != self._size:
            raise ValueError("a frame's size differs from the video's")
        picture.pts, picture.time_base = self._written, Fraction(1, self._fps)
        picture.pict_type = PictureType.NONE
        self._written += 1
        self._queue.put(picture)
        if self._failure is not None:
            raise self._failure

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._queue.put(None)
        self._thread.join()
        try:
            if error is None and self._failure is None:
                self._finish()
        finally:
            self._container.close()
        if error is None and self._failure is not None:
            raise self._failure

    def _drain(self) -> None:
        """The encoding thread. After a failure it keeps emptying the queue, so that `write` never blocks for ever."""
        while (picture := self._queue.get()) is not None:
            if self._failure is None:
                try:
                    self._encode(picture)
                except Exception as failure:  # noqa: BLE001 - handed to the caller's thread, which raises it
                    self._failure = failure

    def _encode(self, picture: av.VideoFrame) -> None:
        self._container.mux(self._video.encode(picture))
        self._encoded += 1
        self._encode_sound(self._encoded * SAMPLE_RATE // self._fps, whole_packets=True)

    def _encode_sound(self, end: int, *, whole_packets: bool) -> None:
        """Encode the samples up to `end`, in packets, so that sound and pictures lie side by side in the file."""
        while (count := min(end - self._samples, _SAMPLES_PER_PACKET)) > 0:
            if whole_packets and count < _SAMPLES_PER_PACKET:
                return
            part = np.zeros((count, 2), np.float32)
            sound = self._sound.result() if isinstance(self._sound, Future) else self._sound
            given = sound[self._samples : self._samples + count]
            part[: len(given)] = given
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part.T), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self._samples, Fraction(1, SAMPLE_RATE)
            self._container.mux(self._audio.encode(frame))
            self._samples += count

    def _finish(self) -> None:
        self._container.mux(self._video.encode(None))
        self._encode_sound(self._encoded * SAMPLE_RATE // self._fps, whole_packets=False)
        self._container.mux(self._audio.encode(None))


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a video file is, as read from the file itself."""

    width: int
    height: int
    frames: int
    fps: float
    duration_s: float
    codec: str
    profile: str
    pixel_format: str
    color_primaries: int
    color_transfer: int
    color_space: int
    color_range: int
    """Numbers of H.273: 1 is bt709, and range 1 is limited ("mpeg")."""
    has_audio: bool
    audio_codec: str
    audio_duration_s: float
    channels: int
    sample_rate: int
    moov_first: bool


def probe(path: Path) -> VideoFacts:
    """Read the facts of a video without decoding it. Raises `errors.NoContent` where it is no readable video."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise errors.NoContent("The engine's file has no pictures")
            return _facts(path, container)
    except (OSError, av.FFmpegError) as error:
        raise errors.NoContent("The engine left no readable video") from error


def _facts(path: Path, container: Any) -> VideoFacts:
    video = container.streams.video[0]
    audio = container.streams.audio[0] if container.streams.audio else None
    context = video.codec_context
    frames, samples_end = 0, 0.0
    for packet in container.demux():
        if packet.size and packet.stream is video:
            frames += 1
        elif packet.size and packet.pts is not None:
            samples_end = max(samples_end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    return VideoFacts(
        width=context.width,
        height=context.height,
        frames=frames,
        fps=float(video.average_rate or 0),
        duration_s=frames / float(video.average_rate) if video.average_rate else 0.0,
        codec=context.codec.canonical_name,
        profile=str(context.profile or ""),
        pixel_format=str(context.pix_fmt or ""),
        color_primaries=int(context.color_primaries),
        color_transfer=int(context.color_trc),
        color_space=int(context.colorspace),
        color_range=int(context.color_range),
        has_audio=audio is not None,
        audio_codec=audio.codec_context.codec.canonical_name if audio is not None else "",
        audio_duration_s=samples_end,
        channels=audio.codec_context.channels if audio is not None else 0,
        sample_rate=audio.codec_context.sample_rate if audio is not None else 0,
        moov_first=_moov_first(path),
    )


def _moov_first(path: Path) -> bool:
    """Whether the index box comes before the data, so that a player can start before the whole file is there."""
    size_bytes = path.stat().st_size
    offset = 0
    with path.open("rb") as file:
        while offset + 8 <= size_bytes:
            file.seek(offset)
            header = file.read(16)
            length, name = int.from_bytes(header[:4], "big"), header[4:8]
            if name in (b"moov", b"mdat"):
                return name == b"moov"
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                return False
            offset += length
    return False


def check(path: Path, width: int, height: int, frames: int) -> VideoFacts:
    """The facts of a video that is what was asked for.

    Raises `errors.NoContent` where it is missing, cut short, of another size or length, or has no sound.
    """
    if not path.is_file() or path.stat().st_size == 0:
        raise errors.NoContent("The engine ended without a video")
    facts = probe(path)
    if not _complete(path):
        raise errors.NoContent("The engine's video is cut short")
    if (facts.width, facts.height) != (width, height):
        raise errors.NoContent(f"The engine's video is {facts.width}x{facts.height} instead of {width}x{height}")
    if facts.frames != frames:
        raise errors.NoContent(f"The engine's video has {facts.frames} frames instead of {frames}")
    if not facts.has_audio or facts.channels != 2:
        raise errors.NoContent("The engine's video has no stereo sound")
    if abs(facts.audio_duration_s - facts.duration_s) > _SLACK_FRAMES / FPS:
        raise errors.NoContent("The engine's sound is not as long as its video")
    _decode_ends(path)
    return facts


def _complete(path: Path) -> bool:
    """Whether the boxes of the file add up to its size: a file cut short keeps its index but misses data."""
    size_bytes = path.stat().st_size
    offset = 0
    with path.open("rb") as file:
        while offset < size_bytes:
            file.seek(offset)
            header = file.read(16)
            if len(header) < 8:
                return False
            length = int.from_bytes(header[:4], "big")
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                return False
            offset += length
    return offset == size_bytes


def _decode_ends(path: Path) -> None:
    """Decode the first picture: an index alone proves no content."""
    try:
        with av.open(str(path)) as container:
            next(container.decode(video=0))
    except (OSError, av.FFmpegError, StopIteration) as error:
        raise errors.NoContent("The engine's video cannot be decoded") from error
