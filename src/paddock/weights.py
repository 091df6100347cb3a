"""Model weights: found in the Hugging Face cache, or pulled into it when somebody says so. Never in passing."""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path
from typing import Any

from paddock import errors
from paddock.engines.profiles import Profile

SPARE_BYTES = 5 * 1024**3
UNWANTED = ["*.msgpack", "*.onnx", "*.md", "*.png", "*.jpg", "*.gif", "*.mp4", "original/*"]
INDEX = "model_index.json"
MODULAR_INDEX = "modular_model_index.json"


def hub() -> Any:
    """The package huggingface_hub. Raises `OperatorError` when it is not installed."""
    try:
        return importlib.import_module("huggingface_hub")
    except ImportError:
        raise errors.OperatorError("huggingface_hub is not installed: pip install 'paddock[diffusers]'") from None


def found(profile: Profile) -> Path | None:
    """The folder of the profile's weights: its own path, or a complete one in the cache; None when there is none."""
    given = Path(profile.repository).expanduser()
    if given.is_absolute():
        return given if _is_whole(given) else None
    try:
        folder = hub().snapshot_download(profile.repository, local_files_only=True)
    except errors.OperatorError:
        return None
    except Exception:  # noqa: BLE001 - whatever the hub's package raises, the weights are not here
        return None
    return Path(folder) if _is_whole(Path(folder)) else None


def _is_whole(folder: Path) -> bool:
    return any((folder / index).is_file() for index in (INDEX, MODULAR_INDEX))


def pull(profile: Profile) -> Path:
    """Fetch the weights into the cache, with a progress bar; a pull that was stopped goes on where it was.

    Raises `OperatorError` that says what to do.
    """
    package = hub()
    cache = Path(package.constants.HF_HUB_CACHE)
    check_space(cache, profile)
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        return Path(package.snapshot_download(profile.repository, ignore_patterns=UNWANTED))
    except Exception as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise errors.OperatorError(
            f"{profile.repository} could not be fetched ({reason}): check the network; a gated model needs"
            f" `hf auth login` after its terms were accepted at {profile.licence.url or 'its page'}"
        ) from error


def check_space(cache: Path, profile: Profile) -> None:
    """Raises `OperatorError` when the disk has no room for the weights."""
    if profile.size_gb is None:
        return
    place = cache
    while not place.exists() and place != place.parent:
        place = place.parent
    have = _bytes_of(cache / f"models--{profile.repository.replace('/', '--')}")
    need = int(profile.size_gb * 1e9) - have + SPARE_BYTES
    free = shutil.disk_usage(place).free
    if have < profile.size_gb * 1e9 and free < need:
        raise errors.OperatorError(
            f"{profile.repository} needs {need / 1e9:.0f} GB more and {place} has {free / 1e9:.0f} GB free:"
            " make room, or set HF_HOME to a larger disk"
        )


def _bytes_of(folder: Path) -> int:
    """What an earlier pull has fetched already."""
    blobs = folder / "blobs"
    return sum(file.stat().st_size for file in blobs.iterdir()) if blobs.is_dir() else 0
