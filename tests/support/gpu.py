"""Settings for workers that use fake engine servers."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from PIL import Image

from paddock import config

TEXT = "happyhorse-1.0-text-to-video"
IMAGE = "happyhorse-1.0-image-to-video"
REFERENCE = "happyhorse-1.0-reference-to-video"

TINY = """
title = "Tiny"
models = [{models}]
repository = "a/b"
most_references = 3
work_s_per_video_s = 0.5
[clip]
fps = 16
frame_step = 4
frame_plus = 1
most_frames = {most_frames}
size_multiple = 16
most_pixels = 57600
[sampling]
steps = 2
guidance = 4.0
negative_prompt = "blurry"
[licence]
name = "MIT"
"""


def profile(
    folder: Path, name: str = "tiny", *, models: tuple[str, ...] = (TEXT, IMAGE, REFERENCE), frames: int = 81
) -> str:
    """A profile that makes small pictures, so that a test takes a second."""
    path = folder / f"{name}.toml"
    path.write_text(TINY.format(models=", ".join(f'"{model}"' for model in models), most_frames=frames))
    return str(path)


def settings(
    folder: Path, engines: dict[str, dict[str, Any]], routes: dict[str, list[str]], **more: Any
) -> config.Settings:
    """Quick settings with these engines and routes."""
    return config.load(
        data=folder / "data",
        engine="support.engine:Scripted",
        heartbeat_s=0.1,
        poll_s=0.1,
        lease_s=2.0,
        engine_patience_s=3.0,
        engines=engines,
        routes=routes,
        **more,
    )


def picture(width: int = 640, height: int = 480) -> str:
    """A PNG as a data URL."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 60)).save(buffer, "PNG")
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
