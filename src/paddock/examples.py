"""The contract's own example requests: in the OpenAPI document, in tests and in the demo."""

from __future__ import annotations

from typing import Any

from paddock.models import Model

TEXT_PROMPT = (
    "A miniature city built from cardboard and bottle caps comes to life at night. A cardboard train slowly passes"
    " through, dotted with tiny lights illuminating the path ahead."
)
SHOTS_PROMPT = (
    "Shot 1 [0~3s] wide angle: an antique sailing ship cutting through waves on the sea at dusk; Shot 2 [3~6s] medium"
    " shot: a sailor at the bow gazing toward a distant lighthouse on a reef."
)
IMAGE_PROMPT = "Make the cat in the picture run on the grass"
REFERENCE_PROMPT = (
    "A woman in a red qipao character1, the camera first frames the slim cut of the qipao from a side medium shot, then"
    " switches to a low-angle upward shot capturing details as she gracefully lifts her hand to open a folding fan"
    " character2, with tasseled earrings character3 swaying lightly as she turns her head."
)
IMAGE_URLS = ["https://cdn.example.com/cat.png"]
REFERENCE_URLS = [
    "https://cdn.example.com/girl.jpg",
    "https://cdn.example.com/folding-fan.jpg",
    "https://cdn.example.com/earrings.jpg",
]

REQUESTS: dict[str, dict[str, Any]] = {
    "text_to_video": {
        "model": Model.TEXT.value,
        "prompt": TEXT_PROMPT,
        "quality": "720p",
        "aspect_ratio": "16:9",
        "duration": 5,
        "seed": 42,
    },
    "several_shots": {
        "model": Model.TEXT.value,
        "prompt": SHOTS_PROMPT,
        "quality": "1080p",
        "aspect_ratio": "16:9",
        "duration": 6,
    },
    "image_to_video": {
        "model": Model.IMAGE.value,
        "prompt": IMAGE_PROMPT,
        "image_urls": IMAGE_URLS,
        "quality": "720p",
        "duration": 5,
    },
    "image_only": {
        "model": Model.IMAGE.value,
        "image_urls": ["https://cdn.example.com/landscape.jpg"],
        "quality": "1080p",
        "duration": 5,
        "seed": 12345,
    },
    "several_references": {
        "model": Model.REFERENCE.value,
        "prompt": REFERENCE_PROMPT,
        "image_urls": REFERENCE_URLS,
        "quality": "720p",
        "aspect_ratio": "16:9",
        "duration": 5,
    },
    "one_reference": {
        "model": Model.REFERENCE.value,
        "prompt": "character1 runs through a forest, with sunlight filtering through the leaves",
        "image_urls": ["https://cdn.example.com/character.jpg"],
        "quality": "1080p",
        "aspect_ratio": "9:16",
        "duration": 6,
    },
}
