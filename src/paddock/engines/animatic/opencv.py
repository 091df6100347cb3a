"""OpenCV without its type stubs: they call every array "of any number", so that no result fits a typed variable."""

from typing import Any

import cv2 as _cv2

cv2: Any = _cv2
