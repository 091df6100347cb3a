# ruff: noqa: E501 - a path of SVG reads best on one line
"""What windows show: the hour's sky, hills, a city, the sea, the earth, and rain or snow before it. As SVG. Pure."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape


def outside(x: float, y: float, wide: float, high: float, sky: RGB, view: str = "", falling: str = "") -> str:
    """What a window shows: the hour's sky, sun or moon, the view, rain or snow before it."""
    dark = sum(sky) < 330
    fall = _falling(x, y, wide, high, falling)
    if view in ("earth", "deep"):
        return (earth if view == "earth" else deep)(x, y, wide, high)
    body = box(x, y, wide, high, css(sky)) + box(
        x, y + high * 0.5, wide, high * 0.5, css(mix(sky, (255, 236, 214), 0.22))
    )
    body += disc(x + wide * 0.7, y + high * 0.3, high * 0.11, "#f6efcf" if dark else "#fff0b0")
    if dark:
        body += "".join(
            disc(x + wide * a, y + high * b, high * 0.012, "#ffffff")
            for a, b in ((0.2, 0.2), (0.36, 0.38), (0.5, 0.14), (0.12, 0.5))
        )
    if view in VIEWS:
        return body + VIEWS[view](x, y, wide, high, sky, dark) + fall
    land = mix(rgb("#7fa068"), sky, 0.45 if not dark else 0.7)
    body += shape(
        f"M{x} {y + high * 0.76} Q{x + wide * 0.3} {y + high * 0.56} {x + wide * 0.6} {y + high * 0.74} T{x + wide} {y + high * 0.68} V{y + high} H{x} Z",
        css(land),
    )
    return (
        body
        + shape(
            f"M{x} {y + high * 0.88} Q{x + wide * 0.5} {y + high * 0.74} {x + wide} {y + high * 0.9} V{y + high} H{x} Z",
            css(scale(land, 0.86)),
        )
        + fall
    )


def _falling(x: float, y: float, wide: float, high: float, kind: str) -> str:
    """Rain that runs down the glass, or snow before it."""
    spots = [((index * 0.37 + 0.11) % 1, (index * 0.61 + 0.05) % 0.9) for index in range(round(wide / 4.6))]
    if kind == "rain":
        return box(x, y, wide, high, "#788ca0", 'fill-opacity=".34"') + "".join(
            line(
                f"M{x + wide * a:.1f} {y + high * b:.1f} l-1 {high * 0.09:.1f}", "#e8f2fa", 1.3, 'stroke-opacity=".85"'
            )
            for a, b in spots
        )
    if kind == "snow":
        return box(x, y, wide, high, "#dce6ee", 'fill-opacity=".4"') + "".join(
            disc(x + wide * a, y + high * b, 1.7, "#ffffff") for a, b in spots
        )
    return ""


def earth(x: float, y: float, wide: float, high: float) -> str:
    """The earth before the stars, large."""
    radius = high * 0.44
    middle = (x + wide * 0.5, y + high * 0.62)
    stars = "".join(
        disc(x + wide * ((i * 0.37 + 0.1) % 1), y + high * ((i * 0.53 + 0.07) % 1), 0.9, "#ffffff") for i in range(26)
    )
    lands = "".join(
        f'<ellipse cx="{middle[0] + a * radius:.1f}" cy="{middle[1] + b * radius:.1f}" rx="{c * radius:.1f}" ry="{d * radius:.1f}" fill="#5f9a58" transform="rotate({e} {middle[0]:.1f} {middle[1]:.1f})"/>'
        for a, b, c, d, e in ((-0.4, -0.3, 0.34, 0.2, -20), (0.3, 0.1, 0.3, 0.24, 30), (-0.2, 0.45, 0.2, 0.12, 10))
    )
    ball = disc(*middle, radius * 1.05, "#8fc4f0") + disc(*middle, radius, "#2f6fb8") + lands
    clouds = line(
        f"M{middle[0] - 0.8 * radius:.1f} {middle[1] - 0.1 * radius:.1f} q{0.5 * radius:.1f} {-0.2 * radius:.1f} {0.9 * radius:.1f} 0",
        "#f4f8fb",
        2.4,
    )
    return box(x, y, wide, high, "#0a0f2a") + stars + ball + clouds


def deep(x: float, y: float, wide: float, high: float) -> str:
    """The depth of the sea: rays, weed, a few fish."""
    body = box(x, y, wide, high, "#1f6f96") + box(x, y, wide, high * 0.4, "#3f94b4", 'fill-opacity=".6"')
    body += "".join(
        shape(
            f"M{x + wide * a:.1f} {y} l{wide * 0.05:.1f} 0 l{wide * 0.06:.1f} {high} h{-wide * 0.1:.1f} Z",
            "#bfe8f0",
            'fill-opacity=".16"',
        )
        for a in (0.1, 0.34, 0.62, 0.84)
    )
    for a, b, size, tone in (
        (0.24, 0.36, 7, "#f0a040"),
        (0.4, 0.6, 5, "#f4d060"),
        (0.72, 0.42, 8, "#e8705a"),
        (0.86, 0.68, 5, "#f0a040"),
    ):
        cx, cy = x + wide * a, y + high * b
        body += shape(
            f"M{cx - size} {cy} Q{cx} {cy - size * 0.8} {cx + size} {cy} Q{cx} {cy + size * 0.8} {cx - size} {cy} L{cx - size * 1.7} {cy - size * 0.6} V{cy + size * 0.6} Z",
            tone,
        )
    return body + "".join(
        line(f"M{x + wide * a:.1f} {y + high} q5 {-high * 0.2:.1f} 0 {-high * 0.34:.1f}", "#2f8f6a", 4)
        for a in (0.06, 0.14, 0.5, 0.92)
    )


def _city(x: float, y: float, wide: float, high: float, sky: RGB, dark: bool) -> str:
    """Towers, lit at night."""
    body = ""
    for row, (base, shade) in enumerate(((0.42, 0.72), (0.60, 0.5))):
        at, index = 0.0, row
        while at < wide:
            span = wide * (0.07 + 0.045 * ((index * 7) % 3))
            span = min(span, wide - at)
            top = high * (base - 0.11 * ((index * 5) % 4) / 1.3 + 0.06 * (index % 2))
            tone = mix(rgb("#5f6f86") if not dark else rgb("#27304f"), sky, 0.62 - 0.3 * shade if row else 0.5)
            body += box(x + at, y + top, span, high - top, css(scale(tone, 1.0 - 0.16 * row)))
            lamp = "#ffd98a" if dark else css(mix(tone, (255, 255, 255), 0.42))
            for level in range(int((high - top) / (0.075 * high))):
                for column in range(max(1, int(span / 5))):
                    if (level * 3 + column * 5 + index) % 4:
                        body += box(
                            x + at + 1.4 + 5 * column, y + top + 3 + 0.075 * high * level, 2.4, 0.034 * high, lamp
                        )
            at, index = at + span, index + 1
    return body


def _sea(x: float, y: float, wide: float, high: float, sky: RGB, dark: bool) -> str:
    water = mix(rgb("#3f93ad"), sky, 0.3 if not dark else 0.62)
    body = box(x, y + high * 0.56, wide, high * 0.44, css(water))
    rows = "".join(
        line(f"M{x + wide * a:.1f} {y + high * b:.1f} h{wide * 0.2:.1f}", css(mix(water, (255, 255, 255), 0.4)), 1.6)
        for a, b in ((0.1, 0.64), (0.55, 0.7), (0.3, 0.78), (0.68, 0.86), (0.06, 0.9))
    )
    return body + rows


def _peaks(x: float, y: float, wide: float, high: float, sky: RGB, dark: bool) -> str:
    rock = mix(rgb("#7f93ac"), sky, 0.35 if not dark else 0.6)
    made = ""
    for left, peak, right, top in ((0.0, 0.22, 0.5, 0.34), (0.3, 0.6, 0.95, 0.2), (0.7, 0.9, 1.0, 0.42)):
        apex = (x + wide * peak, y + high * top)
        made += shape(
            f"M{x + wide * left:.1f} {y + high} L{apex[0]:.1f} {apex[1]:.1f} L{x + wide * right:.1f} {y + high} Z",
            css(rock),
        )
        made += shape(
            f"M{apex[0]:.1f} {apex[1]:.1f} l{-wide * 0.05:.1f} {high * 0.13:.1f} l{wide * 0.04:.1f} {-high * 0.03:.1f} l{wide * 0.05:.1f} {high * 0.03:.1f} Z",
            "#f6fafc",
        )
    return made + box(x, y + high * 0.86, wide, high * 0.14, css(scale(mix(rgb("#6f8f68"), sky, 0.4), 0.95)))


def _wood(x: float, y: float, wide: float, high: float, sky: RGB, dark: bool) -> str:
    made = ""
    for row, (base, size, tone) in enumerate(((0.52, 0.17, "#8fb080"), (0.7, 0.2, "#6f9a5c"))):
        leaf = css(mix(rgb(tone), sky, 0.25 if not dark else 0.6))
        made += "".join(
            disc(
                x + min(wide - 0.1 * high, max(0.1 * high, wide * (i + 0.5 * (row % 2)) / 6)),
                y + high * (base + 0.03 * (i % 2)),
                high * size * 0.5,
                leaf,
            )
            for i in range(7)
        ) + box(x, y + high * base, wide, high * (1 - base), leaf)
    return made


VIEWS: Final = {"city": _city, "sea": _sea, "peaks": _peaks, "wood": _wood}
