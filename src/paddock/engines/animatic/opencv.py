"""OpenCV without its type stubs: they call every array "of any number", so that no result fits a typed variable."""

from pathlib import Path
from typing import Any

import cv2 as _cv2
import numpy as np

from paddock import errors

cv2: Any = _cv2


def decoded(path: Path) -> Any:
    """A picture's file as straight BGRA, (height, width, 4) uint8. Raises `ImageProcessing` for what is none."""
    image: Any = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise errors.ImageProcessing("An input image could not be read")
    if image.dtype == np.uint16:
        image = (image >> 8).astype(np.uint8)
    if image.ndim == 2:
        return cv2.cvtColor(image, cv2.COLOR_GRAY2BGRA)
    return cv2.cvtColor(image, cv2.COLOR_BGR2BGRA) if image.shape[2] == 3 else image
