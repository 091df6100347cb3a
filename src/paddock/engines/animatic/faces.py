# ruff: noqa: E501 - a path of SVG reads best on one line
"""Close-ups of animals on four legs: head and chest from the front, that blink and open their mouth.

As large as the portraits of people: 260 wide, 450 high, the eyes 174 down.
"""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic import headwear
from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.breeds import KINDS, Beast
from paddock.engines.animatic.palette import RGB, css, mix, scale
from paddock.engines.animatic.portraits import HEIGHT, IRISES, WIDTH
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import Look, dressed

_LONG: Final = ("hooves", "mane", "hump", "hump2", "trunk", "rhinohorn", "goathorns", "tusks")
FACED: Final = frozenset(name for name, beast in KINDS.items() if beast.ears != "none" or name == "sloth") - {
    "dragon",
    "griffin",
}
"""Who has a face to be seen from the front; scales are seen from the side."""


def is_long(name: str) -> bool:
    """Whether the face goes far down from the eyes, as a horse's does."""
    return name in FACED and KINDS[name].has(*_LONG) and not KINDS[name].has("wool")


def draw(name: str, state: str, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """The face of an animal in a state of `portraits.STATES`."""
    beast = KINDS[name]
    coat = colour or beast.coat
    long = is_long(name)
    parts = [_chest(beast, coat), _behind(beast, coat)]
    parts += [_ears(beast, coat)]
    parts += [_long_head(beast, coat) if long else _round_head(beast, coat)]
    parts += [_marks(beast, coat, long)]
    parts += [_eyes(name, beast, state, look, long), _muzzle(name, beast, coat, state, gait, long), _horns(beast)]
    parts += [_worn(look, coat, long)]
    return Drawing(WIDTH, HEIGHT, (130, HEIGHT), f'<g transform="translate(0 60)">{"".join(parts)}</g>')


def _worn(look: Look, coat: RGB, long: bool) -> str:
    """Glasses and hats, which animals may wear, too."""
    worn = dressed("man", coat, look)
    made = ""
    if worn.extra in ("glasses", "sunglasses"):
        fill, more = (
            ("#22222a", "")
            if worn.extra == "sunglasses"
            else ("#ffffff", 'fill-opacity="0.25" stroke="#2a2a32" stroke-width="5"')
        )
        y, gap = (96, 46) if long else (122, 43)
        made += (
            disc(130 - gap, y, 31, fill, more)
            + disc(130 + gap, y, 31, fill, more)
            + line(
                f"M{130 - gap + 30} {y} H{130 + gap - 30} M{130 - gap - 30} {y - 4} L{130 - gap - 46} {y - 10} M{130 + gap + 30} {y - 4} L{130 + gap + 46} {y - 10}",
                "#22222a",
                6,
            )
        )
    if worn.hat in headwear.HATS:
        made += f'<g transform="translate(130 96) scale(3.3)">{headwear.HATS[worn.hat](0, 0, coat)}</g>'
    return made


def _chest(beast: Beast, coat: RGB) -> str:
    body = shape("M36 390 Q34 250 84 200 H176 Q226 250 224 390 Z", css(scale(coat, 0.9)))
    if beast.has("panda"):
        return shape("M36 390 Q34 250 84 200 H176 Q226 250 224 390 Z", "#3a3638")
    if beast.has("chest", "socks2") or beast.belly:
        pale = css(beast.belly or (248, 244, 234))
        body += shape("M84 200 Q96 300 130 330 Q164 300 176 200 Z", pale)
    if beast.has("stripes", "zebra"):
        dark = css(mix(coat, beast.dark if beast.has("zebra") else (60, 30, 20), 0.85))
        body += line("M44 290 q30 14 44 6 M216 290 q-30 14 -44 6 M40 330 q34 14 52 4 M220 330 q-34 14 -52 4", dark, 9)
    if beast.has("wool"):
        return body + "".join(disc(60 + 35 * (i % 5), 250 + 44 * (i // 5), 32, css(coat)) for i in range(15))
    return body


def _behind(beast: Beast, coat: RGB) -> str:
    if beast.has("lion"):
        outer = "".join(disc(130 + 84 * x, 118 + 88 * y, 36, "#8a4f22") for x, y in _ROUND)
        return outer + "".join(disc(130 + 64 * x, 118 + 66 * y, 34, "#a8642c") for x, y in _ROUND)
    if beast.has("shag"):
        return "".join(disc(130 + 66 * x, 112 + 70 * y, 30, css(scale(coat, 0.8))) for x, y in _ROUND)
    if beast.has("wool"):
        return "".join(disc(130 + 56 * x, 80 + 46 * y, 28, css(coat)) for x, y in _ROUND)
    if beast.has("spikes"):
        spikes = "".join(
            f'<path d="M118 40 L130 -38 L142 40 Z" fill="{css(scale(beast.dark, 0.8 + 0.3 * (i % 2)))}" transform="rotate({-96 + 16 * i} 130 122)"/>'
            for i in range(13)
        )
        return disc(130, 118, 88, css(beast.dark)) + spikes
    if beast.has("mane"):
        return shape("M104 10 Q130 -14 156 10 L176 190 L196 260 H160 L130 120 Z", css(mix(coat, beast.dark, 0.8)))
    return ""


_ROUND: Final = tuple(
    (x, y) for x, y in ((1, 0), (0.87, 0.5), (0.5, 0.87), (0, 1), (-0.5, 0.87), (-0.87, 0.5), (-1, 0), (-0.87, -0.5), (-0.5, -0.87), (0, -1), (0.5, -0.87), (0.87, -0.5))
)  # fmt: skip


def _ears(beast: Beast, coat: RGB) -> str:
    fill, inside = css(scale(coat, 0.92)), css(mix(coat, (240, 170, 160), 0.6))
    if beast.has("panda"):
        fill = inside = "#3a3638"
    if beast.has("points"):
        fill = css(beast.dark)
    if beast.ears in ("point", "tufted"):
        if beast.has("hooves", "mane"):
            return shape("M84 54 Q40 20 36 34 Q44 74 84 78 Z M176 54 Q220 20 224 34 Q216 74 176 78 Z", fill) + shape(
                "M78 58 Q54 38 48 42 Q56 66 78 70 Z M182 58 Q206 38 212 42 Q204 66 182 70 Z", inside
            )
        tuft = line("M52 -8 L44 -34 M208 -8 L216 -34", css(beast.dark), 5) if beast.ears == "tufted" else ""
        return (
            shape("M58 92 L46 -4 Q52 -14 62 -8 L124 46 Z M202 92 L214 -4 Q208 -14 198 -8 L136 46 Z", fill)
            + shape("M68 70 L60 16 L100 48 Z M192 70 L200 16 L160 48 Z", inside)
            + tuft
        )
    if beast.ears == "flop":
        dark = css(scale(coat, 0.78)) if not beast.has("saddle", "dots") else css(beast.dark)
        if beast.has("hooves"):
            return shape("M72 76 Q10 62 8 84 Q26 108 76 98 Z M188 76 Q250 62 252 84 Q234 108 184 98 Z", dark)
        return shape(
            "M66 48 Q16 50 22 132 Q28 172 52 166 Q76 120 88 76 Z M194 48 Q244 50 238 132 Q232 172 208 166 Q184 120 172 76 Z",
            dark,
        )
    if beast.ears == "long":
        return shape(
            "M84 60 Q48 -50 78 -56 Q110 -46 114 52 Z M176 60 Q212 -50 182 -56 Q150 -46 146 52 Z", fill
        ) + shape("M88 48 Q66 -34 80 -40 Q98 -32 104 44 Z M172 48 Q194 -34 180 -40 Q162 -32 156 44 Z", inside)
    if beast.ears == "fan":
        return shape(
            "M80 50 Q-40 10 -10 130 Q10 206 84 170 Z M180 50 Q300 10 270 130 Q250 206 176 170 Z", fill
        ) + shape("M78 70 Q-8 44 12 126 Q28 174 80 152 Z M182 70 Q268 44 248 126 Q232 174 180 152 Z", inside)
    radius = 46 if beast.ears == "big" else 27
    return (
        disc(70, 50, radius, fill)
        + disc(190, 50, radius, fill)
        + disc(72, 54, radius * 0.58, inside)
        + disc(188, 54, radius * 0.58, inside)
    )


def _round_head(beast: Beast, coat: RGB) -> str:
    paint = coat if not beast.has("wool", "shell") else mix(coat, beast.dark, 0.75)
    return shape("M40 120 Q40 26 130 26 Q220 26 220 120 Q222 176 182 196 Q130 218 78 196 Q38 176 40 120 Z", css(paint))


def _long_head(beast: Beast, coat: RGB) -> str:
    paint = coat if not beast.has("wool") else mix(coat, beast.dark, 0.75)
    return shape(
        "M64 92 Q64 22 130 22 Q196 22 196 92 Q196 140 178 178 Q186 226 166 244 Q130 258 94 244 Q74 226 82 178 Q64 140 64 92 Z",
        css(paint),
    )


def _marks(beast: Beast, coat: RGB, long: bool) -> str:
    made = ""
    dark = css(mix(coat, beast.dark if beast.has("zebra") else (70, 34, 16), 0.8))
    if beast.has("stripes"):
        made += line(
            "M130 30 V66 M112 34 Q114 54 120 66 M148 34 Q146 54 140 66 M44 110 Q62 112 76 120 M42 134 Q60 134 74 140 M216 110 Q198 112 184 120 M218 134 Q200 134 186 140",
            dark,
            9,
        )
    if beast.has("zebra"):
        made += line(
            "M130 26 V96 M110 32 Q112 74 116 100 M150 32 Q148 74 144 100 M90 44 Q92 70 96 84 M170 44 Q168 70 164 84 M70 110 q20 8 28 4 M190 110 q-20 8 -28 4 M78 146 q20 10 30 6 M182 146 q-20 10 -30 6 M84 178 q18 8 30 4 M176 178 q-18 8 -30 4",
            dark,
            8,
        )
    if beast.has("panda"):
        made += '<ellipse cx="88" cy="118" rx="30" ry="36" fill="#3a3638" transform="rotate(28 88 118)"/><ellipse cx="172" cy="118" rx="30" ry="36" fill="#3a3638" transform="rotate(-28 172 118)"/>'
    if beast.has("bandit", "badger"):
        made += shape(
            "M44 116 Q84 84 120 116 Q130 122 140 116 Q176 84 216 116 Q206 152 166 146 L130 130 L94 146 Q54 152 44 116 Z",
            "#3a3230",
        ) + line("M62 92 Q88 78 112 96 M198 92 Q172 78 148 96", "#f6f0e4", 9)
    if beast.has("facemask", "socks2", "chest") and not beast.has("bandit"):
        made += shape(
            "M46 142 Q84 118 116 134 Q122 70 130 64 Q138 70 144 134 Q176 118 214 142 Q210 180 180 196 Q130 216 80 196 Q50 180 46 142 Z",
            css(beast.belly or (248, 244, 234)),
        )
    if beast.has("dots", "rosettes", "dots2"):
        for x, y in ((92, 52), (130, 44), (168, 52), (70, 78), (190, 78), (112, 66), (148, 66), (60, 150), (200, 150)):
            made += disc(x, y, 6.5, css(beast.dark) if not beast.has("rosettes") else "#5a4028")
        if beast.coat[0] > 180 and beast.has("dots") and beast.ears == "round":
            made += line("M96 132 Q92 160 104 182 M164 132 Q168 160 156 182", "#3a2a20", 7)
    if beast.has("patchwork"):
        made += shape("M44 110 Q46 36 118 28 Q124 80 92 116 Z", css(beast.dark)) + shape(
            "M186 40 Q222 70 218 130 Q186 130 170 96 Z", "#3a3234"
        )
    if beast.has("spots"):
        made += shape("M66 60 Q80 24 112 24 Q112 84 84 112 Q64 100 66 60 Z", "#4a3a34")
    if beast.has("patches"):
        made += "".join(
            shape(
                f"M{x - 12} {y} L{x - 4} {y - 13} L{x + 12} {y - 8} L{x + 10} {y + 11} L{x - 6} {y + 12} Z",
                css(beast.dark),
            )
            for x, y in ((96, 60), (130, 44), (164, 60), (108, 88), (152, 88))
        )
    if beast.has("points"):
        made += shape(
            "M70 140 Q96 92 130 92 Q164 92 190 140 Q184 190 130 206 Q76 190 70 140 Z", css(beast.dark), 'opacity="0.8"'
        )
    if beast.has("backline", "backstripe"):
        made += line("M130 26 V100", "#f6f2ea" if beast.has("backstripe") else "#4a3020", 12)
    if beast.has("saddle"):
        made += shape("M60 70 Q80 26 130 26 Q180 26 200 70 Q150 60 130 96 Q110 60 60 70 Z", css(beast.dark))
    if beast.has("mane"):
        made += shape("M108 14 Q130 4 152 14 Q156 60 132 90 Q120 60 108 14 Z", css(mix(coat, beast.dark, 0.8)))
    if beast.has("bullhorns", "shag", "wool2") and long:
        made += "".join(disc(106 + 16 * i, 30, 17, css(scale(coat, 0.86))) for i in range(4))
    if beast.has("wool") or beast.has("pompoms"):
        made += "".join(
            disc(
                92 + 19 * i, 34 - 8 * (i in (1, 2, 3)), 21, css(beast.coat if beast.has("wool") else scale(coat, 0.94))
            )
            for i in range(5)
        )
    return made


_CATS: Final = frozenset(
    "cat kitten blackcat whitecat greycat siamese calico persian lynx leopard snowleopard panther".split()  # noqa: SIM905
)


def _eyes(name: str, beast: Beast, state: str, look: Look, long: bool) -> str:
    y, gap, size = (96, 46, 11) if long else (122, 43, 17)
    if beast.has("trunk", "rhinohorn", "snout2"):
        y, gap, size = 104, 52, 9
    iris = next(
        (IRISES[word[5:]] for word in sorted(look.words) if word.startswith("eyes:") and word[5:] in IRISES), ""
    )
    iris = iris or (
        "#c8a02e"
        if beast.has("lion", "rosettes") or name in ("tiger", "fox", "wolf", "cheetah", "lynx")
        else "#8fb04a"
        if name in _CATS
        else "#7fb4dc"
        if name in ("husky", "siamese", "whitetiger")
        else "#4a3020"
    )
    if beast.has("lion") or name in ("lioness", "tiger", "whitetiger", "cheetah", "leopard", "snowleopard"):
        size = 14
    made = ""
    for x in (130 - gap, 130 + gap):
        if state in ("shut", "shuttalk"):
            made += line(f"M{x - size} {y} Q{x} {y + size * 0.8:.1f} {x + size} {y}", "#241c1e", 4.6)
            continue
        rim = "#f6f2ea" if beast.has("panda", "bandit") else "#241c1e"
        made += disc(x, y, size + 2.4, rim) + disc(x, y, size, iris)
        slit = (
            f'<ellipse cx="{x}" cy="{y}" rx="{size * 0.28:.1f}" ry="{size * 0.8:.1f}" fill="#16121a"/>'
            if name in _CATS
            else disc(x, y, size * 0.58, "#16121a")
        )
        made += slit + disc(x + size * 0.3, y - size * 0.36, size * 0.26, "#ffffff")
    return made


def _muzzle(name: str, beast: Beast, coat: RGB, state: str, gait: str, long: bool) -> str:
    open_mouth = state in ("talk", "shuttalk")
    pale = css(beast.belly) if beast.belly else css(mix(coat, (252, 244, 228), 0.55))
    nose = "#d8808a" if name in _CATS or beast.ears in ("long", "big") else "#2f2628"
    if beast.has("trunk"):
        trunk, dark = css(scale(coat, 0.96)), css(scale(coat, 0.8))
        tusks = (
            shape("M92 170 Q70 230 96 262 Q98 220 108 182 Z M168 170 Q190 230 164 262 Q162 220 152 182 Z", "#f6eeda")
            if name != "babyelephant"
            else ""
        )
        return (
            tusks
            + shape("M98 118 Q96 220 104 290 Q112 330 140 326 Q152 318 146 300 Q158 220 162 118 Z", trunk)
            + line(
                "M104 176 Q130 186 156 176 M104 206 Q130 216 154 206 M106 236 Q130 246 152 236 M108 266 Q130 276 150 266",
                dark,
                4,
            )
        )
    if beast.has("rhinohorn"):
        return (
            shape("M84 180 Q130 150 176 180 Q186 226 166 242 Q130 256 94 242 Q74 226 84 180 Z", pale)
            + shape("M112 190 L130 84 L148 190 Z M118 112 L130 66 L142 112 Z", "#e8dfcc")
            + disc(104, 214, 6, "#3a3230")
            + disc(156, 214, 6, "#3a3230")
        )
    if long:
        mouth = (
            '<ellipse cx="130" cy="240" rx="22" ry="14" fill="#5a2428"/>'
            if open_mouth
            else line("M104 236 Q130 248 156 236", "#4a3430", 4)
        )
        top = css(mix(coat, beast.dark, 0.6)) if beast.has("hooves") and not beast.has("wool") else pale
        wide = shape("M84 188 Q130 168 176 188 Q188 226 166 244 Q130 258 94 244 Q72 226 84 188 Z", top)
        if beast.has("snout"):
            return (
                wide
                + '<ellipse cx="130" cy="190" rx="36" ry="26" fill="#e8909a"/>'
                + disc(118, 190, 7, "#a8505c")
                + disc(142, 190, 7, "#a8505c")
                + mouth
            )
        tufts = shape("M112 246 Q130 300 148 246 Z", css(scale(coat, 0.8))) if beast.has("beard") else ""
        return (
            wide
            + disc(110, 208, 7, "#2f2628")
            + disc(150, 208, 7, "#2f2628")
            + mouth
            + tufts
            + (
                shape(
                    "M84 214 Q60 196 62 168 L76 178 Q80 198 94 206 Z M176 214 Q200 196 198 168 L184 178 Q180 198 166 206 Z",
                    "#f6eeda",
                )
                if beast.has("tusks")
                else ""
            )
        )
    if beast.has("snout"):
        return (
            '<ellipse cx="130" cy="158" rx="42" ry="30" fill="#e8909a"/>'
            + disc(115, 158, 8, "#a8505c")
            + disc(145, 158, 8, "#a8505c")
            + (f'<ellipse cx="130" cy="198" rx="20" ry="{12 if open_mouth else 3}" fill="#5a2428"/>')
        )
    if beast.has("snout2"):
        return (
            shape("M60 150 Q130 120 200 150 Q212 200 186 214 Q130 230 74 214 Q48 200 60 150 Z", pale)
            + disc(108, 158, 7, "#5a4a52")
            + disc(152, 158, 7, "#5a4a52")
            + line("M78 196 Q130 212 182 196", "#5a4a52", 4)
        )
    reach = 1.0 + max(0.0, beast.muzzle - 8) / 30
    made = f'<ellipse cx="{130 - 20 * reach:.0f}" cy="166" rx="{27 * reach:.0f}" ry="{23 * reach:.0f}" fill="{pale}"/><ellipse cx="{130 + 20 * reach:.0f}" cy="166" rx="{27 * reach:.0f}" ry="{23 * reach:.0f}" fill="{pale}"/>'
    if open_mouth:
        made = (
            '<ellipse cx="130" cy="188" rx="24" ry="20" fill="#5a2428"/>'
            + shape("M116 192 Q130 184 144 192 Q142 206 130 207 Q118 206 116 192 Z", "#e0707a")
            + made
        )
        if beast.has("lion", "stripes", "rosettes") or name in ("wolf", "bear", "panther"):
            made += shape("M112 184 l5 13 l5 -12 Z M138 185 l5 12 l5 -13 Z", "#fdfaf2")
    size = 16 if nose != "#d8808a" else 11
    made += shape(
        f"M{130 - size} 146 Q130 {146 - size * 0.7:.0f} {130 + size} 146 Q{130 + size * 0.6:.0f} {146 + size:.0f} 130 {148 + size} Q{130 - size * 0.6:.0f} {146 + size:.0f} {130 - size} 146 Z",
        nose,
    ) + shape(f"M{130 - size * 0.5:.0f} 145 q6 -4 12 -2 q-5 4 -12 2 Z", "#ffffff", 'opacity="0.4"')
    if not open_mouth:
        made += line(f"M130 {148 + size} V176 M130 176 Q116 190 104 180 M130 176 Q144 190 156 180", "#3a2a28", 4)
    if beast.has("teeth") or beast.ears == "long":
        made += shape("M121 178 H139 V196 H121 Z", "#fdfaf2")
    if name in _CATS or beast.has("stripes", "lion", "rosettes") or beast.ears in ("big", "long") or name == "fox":
        made += line(
            "M88 164 L30 152 M88 172 L28 174 M172 164 L230 152 M172 172 L232 174", "#fdfaf2", 2, 'opacity="0.85"'
        )
    return made


def _horns(beast: Beast) -> str:
    bone = "#e8dcc0"
    if beast.has("antlers", "bigantlers"):
        paint, wide = "#8a6238", 12 if beast.has("bigantlers") else 7
        return line(
            "M100 30 Q72 -10 42 -20 M74 0 Q60 -24 64 -44 M56 -12 Q36 -30 22 -30 M160 30 Q188 -10 218 -20 M186 0 Q200 -24 196 -44 M204 -12 Q224 -30 238 -30",
            paint,
            wide,
        )
    if beast.has("bullhorns"):
        return shape("M82 46 Q6 50 -2 -16 Q34 14 92 14 Z M178 46 Q254 50 262 -16 Q226 14 168 14 Z", bone)
    if beast.has("smallhorns"):
        return shape("M88 34 Q60 26 62 -2 Q78 14 104 18 Z M172 34 Q200 26 198 -2 Q182 14 156 18 Z", bone)
    if beast.has("goathorns", "straighthorns"):
        return shape("M108 28 Q96 -20 72 -54 Q112 -36 124 26 Z M152 28 Q164 -20 188 -54 Q148 -36 136 26 Z", "#b8a482")
    if beast.has("horn"):
        return shape("M116 26 L130 -58 L144 26 Z", "#f0d070") + line(
            "M120 8 L142 2 M123 -12 L139 -18 M126 -32 L136 -36", "#c8a040", 3
        )
    return ""
