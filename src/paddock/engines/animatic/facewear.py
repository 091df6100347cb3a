# ruff: noqa: E501 - a path of SVG reads best on one line
"""What portraits wear on and around the face, seen from the front: helmets, hoods, glasses, masks."""

from __future__ import annotations

from paddock.engines.animatic.palette import css, mix, scale
from paddock.engines.animatic.sprites import box, disc, line, shape
from paddock.engines.animatic.wardrobe import Outfit


def space_helmet() -> str:
    """An astronaut's helmet, the face behind its glass."""
    return (
        shape("M131 2 A106 106 0 1 0 131.1 2 Z M131 28 A84 78 0 1 1 130.9 28 Z", "#f2f1ec", 'fill-rule="evenodd"')
        + shape("M131 28 A84 78 0 1 1 130.9 28 Z", "#8fb4d8", 'opacity="0.30"')
        + shape("M70 66 Q92 38 128 36 Q96 52 84 84 Z", "#ffffff", 'opacity="0.65"') + box(14, 92, 18, 44, "#b9bec8", 'rx="8"') + box(230, 92, 18, 44, "#b9bec8", 'rx="8"')
    )  # fmt: skip


def headgear(outfit: Outfit) -> str:
    """What is worn around the face, seen from the front."""
    assert outfit.coat
    steel, coat, dark = css(mix(outfit.coat, (186, 194, 206), 0.7)), css(outfit.coat), css(scale(outfit.coat, 0.78))
    if outfit.hat in ("helmet", "plume", "kabuto"):
        plume = {"helmet": "#c8372d", "plume": "#d8402f", "kabuto": "#e0b840"}[outfit.hat]
        edge = css(scale(mix(outfit.coat, (186, 194, 206), 0.7), 0.8))
        made = shape(
            "M62 132 Q56 22 132 22 Q208 22 204 132 L196 182 Q186 176 184 140 Q186 86 170 84 L140 92 L136 128 L130 128 L126 92 L94 84 Q80 86 80 140 Q80 176 70 184 Z",
            steel,
        )
        made += line("M92 84 L127 92 L130 128 H136 L140 92 L172 84", edge, 4)
        if outfit.hat == "kabuto":
            return (
                shape(
                    "M48 128 Q46 20 132 20 Q218 20 218 128 L236 176 Q206 164 192 122 Q132 92 74 122 Q60 164 30 176 Z",
                    steel,
                )
                + shape("M132 52 Q76 40 62 -22 Q96 26 132 30 Q168 26 202 -22 Q188 40 132 52 Z", plume)
                + disc(132, 48, 11, "#c8372d")
            )
        crest = (
            "M118 26 Q116 -30 132 -44 Q148 -30 146 26 Z"
            if outfit.hat == "helmet"
            else "M60 34 Q76 -36 132 -38 Q188 -36 204 34 Q180 4 132 4 Q84 4 60 34 Z"
        )
        return shape(crest, plume) + made
    if outfit.hat == "hood":
        return shape(
            "M46 214 Q34 14 132 12 Q230 14 218 214 Q200 240 178 214 Q206 160 196 96 Q170 52 132 54 Q92 52 70 96 Q58 160 88 214 Q66 240 46 214 Z",
            coat,
        ) + line("M70 98 Q92 54 132 56 Q172 54 196 98", dark, 4)
    if outfit.hat == "veil":
        return shape(
            "M42 300 Q34 14 132 12 Q230 14 222 300 L182 262 Q200 160 190 98 Q168 62 132 62 Q96 62 76 98 Q66 160 84 262 Z",
            coat,
        ) + shape("M76 104 Q96 58 132 58 Q168 58 190 104 Q168 76 132 76 Q96 76 76 104 Z", "#f4f1ea")
    if outfit.hat == "bridal":
        return shape(
            "M84 40 Q10 120 14 330 L70 300 Q52 160 108 40 Z M180 40 Q254 120 250 330 L196 300 Q212 160 156 40 Z",
            "#fdfcf8",
            'opacity="0.8"',
        ) + "".join(
            disc(x, y, 11, paint)
            for x, y, paint in ((92, 44, "#f0b8c8"), (114, 32, "#fdf6ea"), (138, 28, "#f0b8c8"), (162, 34, "#fdf6ea"))
        )
    if outfit.hat == "swimcap":
        return shape("M68 96 Q60 24 132 24 Q206 24 197 96 Q132 66 68 96 Z", "#2f7ac0")
    if outfit.hat == "mask":
        return (
            line("M68 112 H198", "#24323f", 12)
            + box(78, 84, 112, 56, "#24323f", 'rx="22"')
            + shape("M88 96 Q132 84 180 96 V126 Q132 136 88 126 Z", "#8fc4dc", 'opacity="0.6"')
        )
    return (
        shape("M66 92 Q58 20 132 20 Q208 20 199 92 Q132 52 66 92 Z", "#6a4a30")
        + line("M70 78 H194", "#3a2a20", 10)
        + box(86, 54, 44, 34, "#8fb4c8", 'rx="15" stroke="#c89a50" stroke-width="5"')
        + box(136, 54, 44, 34, "#8fb4c8", 'rx="15" stroke="#c89a50" stroke-width="5"')
    )


def worn(outfit: Outfit, skin: str) -> str:
    """Glasses, masks, horns and whatever else a face has or bears."""
    extra = outfit.extra
    if extra == "glasses":
        return line(
            "M84 114 a21 19 0 1 0 42 0 a21 19 0 1 0 -42 0 M142 114 a20 19 0 1 0 40 0 a20 19 0 1 0 -40 0 M126 112 Q134 106 142 112 M84 112 L72 108 M182 112 L193 108",
            "#2a2a32",
            4.4,
        ) + shape("M92 104 l10 -3 l-8 14 Z M150 104 l10 -3 l-8 14 Z", "#ffffff", 'opacity="0.7"')
    if extra == "sunglasses":
        return (
            shape(
                "M82 100 H126 Q128 132 104 134 Q82 132 82 100 Z M141 100 H184 Q184 132 163 134 Q141 132 141 100 Z",
                "#22222a",
            )
            + line("M126 106 H141 M82 104 L72 106 M184 104 L193 106", "#22222a", 5)
            + shape("M90 106 h12 l-8 14 Z M149 106 h12 l-8 14 Z", "#ffffff", 'opacity="0.35"')
        )
    if extra == "mask":
        return shape("M72 132 Q132 118 193 132 Q192 160 168 176 Q134 200 100 176 Q74 160 72 132 Z", "#2a2c36")
    if extra == "goggles":
        return (
            line("M70 104 H194", "#2a2a32", 12)
            + box(78, 94, 112, 42, "#e0822e", 'rx="20"')
            + box(86, 101, 96, 28, "#8fc0dc", 'rx="14"')
            + shape("M96 104 h20 l-12 22 h-8 Z", "#ffffff", 'opacity="0.5"')
        )
    if extra == "patch":
        return line("M76 76 L190 132", "#24222a", 5) + shape(
            "M144 100 H182 Q184 132 162 134 Q142 130 144 100 Z", "#24222a"
        )
    if extra == "rednose":
        return (
            disc(138, 138, 17, "#d8283a")
            + disc(132, 132, 4.5, "#f6a0a0")
            + disc(92, 146, 16, "#f0988a")
            + disc(178, 146, 14, "#f0988a")
        )
    if extra == "fangs":
        return shape("M120 162 l5 14 l5 -13 Z M144 163 l5 13 l5 -14 Z", "#ffffff")
    if extra == "horns":
        return shape("M86 56 Q56 12 80 -14 Q84 22 112 42 Z M178 54 Q210 12 186 -14 Q182 22 154 42 Z", "#5a2a24")
    if extra == "ears":
        return shape("M76 108 L28 74 L72 138 Z M191 108 L238 74 L194 138 Z", skin)
    if extra == "antennae":
        return (
            line("M104 46 Q84 10 70 2 M160 46 Q178 10 194 2", "#6aa05a", 6)
            + disc(68, 2, 9, "#8fc87a")
            + disc(196, 2, 9, "#8fc87a")
        )
    if extra == "wraps":
        return line("M74 70 L192 56 M72 92 L194 84 M74 140 L192 146 M84 158 L184 164", "#b8ac8c", 4)
    return ""
