"""The words of the house: models, statuses, sizes, and the rows that travel between modules.

Nothing here imports anything of ours. Limits come from the contract (`POST /v1/videos/generations`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FPS = 24
UNITS_PER_CREDIT = 10_000
MIN_DURATION_S, MAX_DURATION_S, DEFAULT_DURATION_S = 3, 15, 5
MIN_SEED, MAX_SEED = 1, 2_147_483_647


class Model(StrEnum):
    TEXT = "happyhorse-1.0-text-to-video"
    IMAGE = "happyhorse-1.0-image-to-video"
    REFERENCE = "happyhorse-1.0-reference-to-video"


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


class Quality(StrEnum):
    P720 = "720p"
    P1080 = "1080p"


class AspectRatio(StrEnum):
    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"
    LANDSCAPE = "4:3"
    PORTRAIT = "3:4"


class Status(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def terminal(self) -> bool:
        return not TRANSITIONS[self]


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.PROCESSING, Status.CANCELLED}),
    Status.PROCESSING: frozenset({Status.COMPLETED, Status.FAILED, Status.PENDING, Status.CANCELLED}),
    Status.COMPLETED: frozenset(),
    Status.FAILED: frozenset(),
    Status.CANCELLED: frozenset(),
}
"""Which status may follow which. Processing goes back to pending when a lease is lost or a worker drains."""

SIZES: dict[Quality, dict[AspectRatio, tuple[int, int]]] = {
    Quality.P720: {
        AspectRatio.WIDE: (1280, 720),
        AspectRatio.TALL: (720, 1280),
        AspectRatio.SQUARE: (960, 960),
        AspectRatio.LANDSCAPE: (1104, 832),
        AspectRatio.PORTRAIT: (832, 1104),
    },
    Quality.P1080: {
        AspectRatio.WIDE: (1920, 1080),
        AspectRatio.TALL: (1080, 1920),
        AspectRatio.SQUARE: (1440, 1440),
        AspectRatio.LANDSCAPE: (1648, 1248),
        AspectRatio.PORTRAIT: (1248, 1648),
    },
}
"""Width and height in pixels, as measured on the service's published videos."""


def size_like(quality: Quality, image_width: int, image_height: int) -> tuple[int, int]:
    """Width and height of an image-to-video result: the tier's number of pixels at the first frame's ratio.

    Sides are multiples of 16, except that a ratio of the table gives the table's own size.
    """
    ratio = image_width / image_height
    for width, height in SIZES[quality].values():
        if abs(ratio / (width / height) - 1) < 0.004:
            return width, height
    wide_width, wide_height = SIZES[quality][AspectRatio.WIDE]
    pixels = wide_width * wide_height
    width = round(math.sqrt(pixels * ratio) / 16) * 16
    height = round(math.sqrt(pixels / ratio) / 16) * 16
    return width, height


def frame_count(duration_s: int) -> int:
    """Frames of a video of `duration_s` seconds: `24 n + 1`, as measured on the service's published videos."""
    return FPS * duration_s + 1


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking: a valid key and the account that it speaks for."""

    account_id: int
    key_id: int
    user_group: str
    role: Role = Role.USER
    models: frozenset[Model] | None = None
    """The models that this key may use; None for all of its group's."""
    capped: bool = False
    """Whether the key may spend only a part of what the account has."""

    @property
    def whole(self) -> bool:
        """Whether the key may do everything that its account may: only such a key makes other keys."""
        return self.models is None and not self.capped


@dataclass(frozen=True, slots=True)
class Order:
    """What a create request asks for, checked and with every default filled in."""

    model: Model
    prompt: str
    image_urls: tuple[str, ...]
    quality: Quality
    aspect_ratio: AspectRatio | None
    """None for image-to-video, whose ratio is the first frame's."""
    duration_s: int
    seed: int
    callback_url: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """One row of `task`: a requested video."""

    id: str
    account_id: int
    order: Order
    price_units: int
    billing_rule: str
    user_group: str
    status: Status
    progress: int
    attempt: int
    handed_back: int
    """How many of its attempts ended without its fault."""
    estimated_s: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    engine: str | None
    link_key_id: int | None
    """The signing key of the result's link; set exactly when the task is completed."""
    error_code: str | None
    error_message: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskSummary:
    """What a list shows of a task."""

    id: str
    model: Model
    status: Status
    progress: int
    price_units: int
    created_at: datetime


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, slots=True)
class Try:
    """One try of a delivery. `duration_ms` is None while it is under way, and for good when its sender died."""

    number: int
    began_at: datetime
    duration_ms: int | None
    http_status: int | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One callback of a task."""

    id: str
    task_id: str
    status: DeliveryStatus
    sending: bool
    created_at: datetime
    due_at: datetime | None
    """When the next try may begin."""
    ended_at: datetime | None
    tries: tuple[Try, ...]


IMAGE_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class Upload:
    """One row of `upload`: a kept image. `size_bytes` is what is kept and served, not what came."""

    id: str
    original_name: str
    media_type: str
    size_bytes: int
    created_at: datetime
    expires_at: datetime

    @property
    def name(self) -> str:
        return f"{self.id}.{IMAGE_EXTENSIONS[self.media_type]}"
