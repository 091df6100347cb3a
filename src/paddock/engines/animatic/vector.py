"""SVG to pixels, by ThorVG: straight into premultiplied BGRA, and without the interpreter's lock.

The library comes in the wheel `thorvg-python`; only its C interface is used, because the classes there make a new type
for every size of picture, and types are never freed.
"""

from __future__ import annotations

import ctypes
import threading
from ctypes import c_bool, c_char_p, c_float, c_int, c_uint8, c_uint32, c_void_p
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from thorvg_python.engine import THORVG_LIB

_ARGB8888: Final = 1
"""As numbers of 32 bits, premultiplied: on the machines of today the bytes are blue, green, red, alpha."""
_DEFAULT_OPTION: Final = 1
_AT_WORK: Final = threading.Lock()
"""ThorVG draws one picture at a time."""


def _interface() -> Any:
    if THORVG_LIB is None:
        raise ImportError("the library in thorvg-python cannot be loaded on this machine")
    library: Any = ctypes.CDLL(THORVG_LIB._name)
    for name, result, arguments in (
        ("tvg_engine_init", c_int, [c_uint32]),
        ("tvg_swcanvas_create", c_void_p, [c_uint8]),
        ("tvg_swcanvas_set_target", c_int, [c_void_p, c_void_p, c_uint32, c_uint32, c_uint32, c_uint8]),
        ("tvg_canvas_add", c_int, [c_void_p, c_void_p]),
        ("tvg_canvas_draw", c_int, [c_void_p, c_bool]),
        ("tvg_canvas_sync", c_int, [c_void_p]),
        ("tvg_canvas_destroy", c_int, [c_void_p]),
        ("tvg_picture_new", c_void_p, []),
        ("tvg_picture_load_data", c_int, [c_void_p, c_char_p, c_uint32, c_char_p, c_char_p, c_bool]),
        ("tvg_picture_set_size", c_int, [c_void_p, c_float, c_float]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    if library.tvg_engine_init(0):
        raise ImportError("ThorVG does not start on this machine")
    return library


_THORVG: Final = _interface()


def render(svg: str, width: int, height: int) -> NDArray[np.uint8]:
    """An SVG document as (height, width, 4) premultiplied BGRA. Raises `ValueError` where it is none."""
    pixels = np.zeros((height, width, 4), np.uint8)
    data = svg.encode()
    with _AT_WORK:
        canvas, picture = _THORVG.tvg_swcanvas_create(_DEFAULT_OPTION), _THORVG.tvg_picture_new()
        failed = _THORVG.tvg_swcanvas_set_target(canvas, pixels.ctypes.data, width, width, height, _ARGB8888)
        failed = failed or _THORVG.tvg_canvas_add(canvas, picture)  # the canvas frees its pictures
        failed = failed or _THORVG.tvg_picture_load_data(picture, data, len(data), b"svg", None, True)
        failed = failed or _THORVG.tvg_picture_set_size(picture, width, height)
        failed = failed or _THORVG.tvg_canvas_draw(canvas, True)
        failed = failed or _THORVG.tvg_canvas_sync(canvas)
        _THORVG.tvg_canvas_destroy(canvas)
    if failed:
        raise ValueError(f"ThorVG does not draw this SVG (result {failed})")
    return pixels
