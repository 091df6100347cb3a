# ruff: noqa: E501 - a path of SVG reads best on one line
"""Close-ups of people: head and shoulders, half turned to the right, that blink, talk, smile and weep.

A drawing is 260 wide and 400 high with the chin at 184: the chest goes on below, for tall frames.
"""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic import facewear, headwear
from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape
from paddock.engines.animatic.wardrobe import Look, Outfit, dressed

PREFIX: Final = "bust_"
TIGHT: Final = "tight_"
"""What the art of a portrait is called: with the chest, or the face alone."""
WIDTH, HEIGHT, EYES, HEAD = 260.0, 450.0, 174.0, 150.0
"""Of the drawing; how far down the eyes are, and how high the head is from crown to chin."""
STATES: Final = ("open", "shut", "talk", "shuttalk", "tear0", "tear1", "tear2", "tear3")
"""The faces of one portrait."""
_STILL: Final = [*["open"] * 34, "shut", "shut", *["open"] * 30, "shut", "shut", *["open"] * 28]
_TALK: Final = [("talk" if at // 3 % 2 else "open") if at % 40 not in (31, 32) else "shut" for at in range(80)]
_CRY: Final = [f"tear{at // 6 % 4}" if at % 48 not in (30, 31, 32) else "shut" for at in range(96)]
_TALKING: Final = frozenset({"talk", "sing", "eat", "phone", "laugh"})


def schedule(gait: str, words: frozenset[str]) -> list[int]:
    """Which face is shown at each of the frames of a cycle, 24 a second."""
    faces = _CRY if "sad" in words or gait == "pray" else _TALK if gait in _TALKING else _STILL
    return [STATES.index(face) for face in faces]


def draw(name: str, state: str, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """The portrait of a role with the face of a state."""
    outfit = dressed(name, colour, look)
    mood = next((mood for mood in ("happy", "sad", "angry", "surprised") if mood in look.words), "")
    if not mood and gait in ("dance", "cheer", "wave", "clap", "hug", "playgame"):
        mood = "happy"
    body = _behind(outfit) + _shoulders(outfit) + _head(outfit, state, mood, gait, look)
    return Drawing(WIDTH, HEIGHT, (130, HEIGHT), f'<g transform="translate(0 60)">{body}</g>')


def tight(whole: Drawing) -> Drawing:
    """The middle of a portrait: the face alone, 100 up and down of the eyes."""
    body = f'<g transform="translate(0 {100 - EYES:.0f})">{whole.body}</g>'
    lights = f'<g transform="translate(0 {100 - EYES:.0f})">{whole.lights}</g>' if whole.lights else ""
    return Drawing(WIDTH, 200, (130, 200), body, lights)


def robot(state: str, colour: RGB | None, look: Look) -> Drawing:
    """A robot's head and chest."""
    paint = colour or rgb(("#8fa6b4", "#b48f6a", "#7fa89a", "#a89ab8")[look.number % 4])
    main, dark, pale = css(paint), css(scale(paint, 0.72)), css(mix(paint, (255, 250, 240), 0.45))
    body = (
        shape("M18 450 V330 Q20 290 60 286 H200 Q240 290 242 330 V450 Z", main)
        + box(96, 236, 68, 56, dark)
        + line("M96 250 H164 M96 264 H164 M96 278 H164", pale, 3)
    )
    body += (
        box(74, 330, 112, 86, dark, 'rx="12"')
        + disc(104, 364, 15, "#e8c25a")
        + box(132, 350, 40, 9, "#8ff0ff")
        + box(132, 368, 40, 9, "#d8453a")
        + disc(38, 318, 9, dark)
        + disc(222, 318, 9, dark)
    )
    body += (
        line("M130 84 V52", dark, 8)
        + disc(130, 46, 13, "#d8453a")
        + box(36, 148, 20, 52, dark, 'rx="8"')
        + box(204, 148, 20, 52, dark, 'rx="8"')
    )
    body += (
        box(50, 84, 160, 158, main, 'rx="34"')
        + box(50, 84, 160, 30, pale, 'rx="15"')
        + box(70, 134, 120, 62, "#26323c", 'rx="28"')
    )
    shut = state in ("shut", "shuttalk")
    eyes = (
        line("M92 166 H116 M146 166 H170", "#8ff0ff", 6)
        if shut
        else disc(104, 165, 15, "#8ff0ff") + disc(158, 165, 15, "#8ff0ff")
    )
    mouth = box(104, 208, 54, 20 if state == "talk" else 10, dark, 'rx="5"') + (
        line("M112 218 H150", "#8ff0ff", 4) if state == "talk" else ""
    )
    return Drawing(WIDTH, HEIGHT, (130, HEIGHT), body + eyes + mouth, eyes)


# --- hair behind, neck and shoulders ----------------------------------------------------------------


def _behind(outfit: Outfit) -> str:
    assert outfit.hair
    if outfit.hat in ("hood", "veil", "swimcap") or outfit.cut in ("space", "ghost"):
        return _cape(outfit)
    dark = css(scale(outfit.hair, 0.82))
    made = _cape(outfit)
    if outfit.style == "long":
        made += shape(
            "M58 96 Q52 30 130 28 Q206 30 204 100 Q206 190 222 262 Q196 284 170 268 L90 268 Q62 286 36 262 Q56 190 58 96 Z",
            dark,
        )
    elif outfit.style == "bob":
        made += shape(
            "M58 100 Q52 30 130 28 Q206 30 204 100 Q210 158 198 192 Q170 204 150 186 L108 186 Q84 206 62 192 Q50 158 58 100 Z",
            dark,
        )
    elif outfit.style == "ponytail":
        made += shape("M86 52 Q26 34 22 112 Q20 168 42 206 Q50 168 60 132 Q66 96 92 84 Z", dark)
    elif outfit.style in ("bun", "updo"):
        made += disc(78, 46, 28, dark) + (disc(112, 24, 26, dark) if outfit.style == "updo" else "")
        made += line("M50 22 L112 60", "#e0b840", 5) + disc(48, 21, 6, "#d8455a") if outfit.style == "updo" else ""
    elif outfit.style == "topknot":
        made += disc(128, 22, 20, dark) + box(112, 34, 32, 10, "#c9a23a", 'rx="4"')
    elif outfit.style == "curly":
        made += "".join(
            disc(x, y, 26, dark)
            for x, y in ((70, 84), (66, 120), (84, 52), (182, 60), (196, 92), (198, 122), (74, 148), (192, 148))
        )
    return made


def _cape(outfit: Outfit) -> str:
    if outfit.cut == "cape":
        return shape("M62 236 L40 190 Q60 214 92 216 L170 216 Q204 212 220 190 L204 240 Z", css(rgb("#a8242f")))
    if outfit.extra == "angelwings":
        return shape("M70 260 Q-20 150 6 300 Q20 370 70 360 Z M190 260 Q280 150 254 300 Q240 370 190 360 Z", "#fbfaf4")
    if outfit.extra == "fairywings":
        return shape(
            "M70 262 Q-10 160 4 286 Q20 350 70 330 Z M190 262 Q270 160 256 286 Q240 350 190 330 Z",
            "#cfeaf0",
            'opacity="0.9"',
        )
    return ""


def _shoulders(outfit: Outfit) -> str:
    assert outfit.coat
    assert outfit.skin
    if outfit.cut == "ghost":
        return shape("M30 400 V170 Q34 20 130 18 Q226 20 230 170 V400 Z", css(outfit.coat))
    coat, dark = css(outfit.coat), css(scale(outfit.coat, 0.8))
    pale = css(mix(outfit.coat, (255, 244, 224), 0.6))
    skin, shaded = css(outfit.skin), css(scale(outfit.skin, 0.86))
    wide = 1.12 if outfit.wide > 1.1 else 0.92 if outfit.female or outfit.child else 1.0
    neck = shape("M108 160 L106 222 Q131 246 156 222 L154 160 Z", shaded)
    if outfit.cut in ("bare", "fur", "tail"):
        coat = skin
    body = shape("M4 400 V306 Q10 250 74 236 L104 220 Q131 246 158 220 L188 236 Q250 250 256 306 V400 Z", coat)
    body += line("M46 400 V322 M214 400 V322", dark if coat != skin else shaded, 3)
    body += _collar(outfit, coat, dark, pale, skin, shaded)
    scaled = f'<g transform="translate({130 - 130 * wide:.1f} 0) scale({wide} 1)">{body}</g>'
    return f'<g transform="translate(0 -10)">{neck}{scaled}</g>'


def _collar(outfit: Outfit, coat: str, dark: str, pale: str, skin: str, shaded: str) -> str:
    assert outfit.coat
    cut = outfit.cut
    if outfit.hat == "sailor":
        return shape("M92 228 L131 300 L172 228 L200 244 L146 330 H116 L62 244 Z", "#f4efe2") + shape(
            "M122 296 H142 L150 350 L132 336 L114 350 Z", "#c23b36"
        )
    if cut == "suit":
        return (
            shape("M104 222 L131 330 L158 222 Q131 246 104 222 Z", "#f8f5ec")
            + shape("M122 246 H142 L150 330 L132 352 L114 330 Z", "#b8352c")
            + shape("M98 224 L74 256 L112 318 L131 340 L108 262 Z M164 224 L188 256 L150 318 L131 340 L156 262 Z", dark)
        )
    if cut in ("coat", "cape"):
        return shape(
            "M96 226 L70 262 L118 350 L131 400 V300 Z M166 226 L192 262 L146 350 L131 400 V300 Z", dark
        ) + shape("M104 222 L131 300 L158 222 Q131 246 104 222 Z", pale)
    if cut in ("dress", "tutu", "skirt"):
        return shape("M92 228 Q98 286 131 288 Q166 286 172 228 L156 218 Q131 246 106 218 Z", skin) + line(
            "M91 230 Q98 288 131 290 Q166 288 173 230", pale, 5
        )
    if cut == "gown":
        return (
            shape("M60 240 Q70 306 131 296 Q194 306 202 240 L158 218 Q131 246 104 218 Z", skin)
            + line("M60 244 Q72 308 131 298 Q192 308 202 244", pale, 5)
            + "".join(disc(106 + i * 8.4, 240 + 6 * (3 - abs(i - 3)), 3.6, "#f6efe0") for i in range(7))
        )
    if cut == "hanfu":
        return (
            shape("M100 222 L152 330 L162 400 H98 L92 300 Z", dark, 'opacity="0.25"')
            + shape("M164 218 L110 330 L84 400 H110 L132 336 L178 236 Z", pale)
            + shape("M98 222 L136 296 L128 318 L84 236 Z", pale)
            + (shape("M40 372 H222 V400 H36 Z", "#f0d060") if outfit.extra == "sash" else "")
        )
    if cut == "qipao":
        return (
            shape("M104 218 L102 190 Q131 208 160 190 L158 218 Q131 238 104 218 Z", coat)
            + line("M103 192 Q131 210 159 192 M131 226 Q168 250 190 262", "#f0d060", 4)
            + disc(160, 244, 5, "#f0d060")
            + disc(96, 330, 10, "#f0d060")
            + disc(120, 352, 7, "#f0d060")
        )
    if cut == "robe":
        return shape("M98 224 L131 330 L164 224 Q131 250 98 224 Z", pale) + line(
            "M96 226 L131 334 V400 M166 226 L131 334", dark, 5
        )
    if cut == "armour":
        return (
            shape("M92 224 Q131 262 170 224 L178 246 Q131 286 84 246 Z", pale)
            + shape("M4 320 Q20 248 86 250 Q70 300 30 324 Z M256 320 Q240 248 176 250 Q192 300 230 324 Z", pale)
            + line("M70 330 H192 M66 364 H196", dark, 5)
        )
    if cut == "space":
        return (
            shape("M84 220 Q131 262 178 220 L190 246 Q131 286 72 246 Z", "#b9bec8")
            + box(92, 306, 78, 54, "#8f98a6", 'rx="8"')
            + disc(112, 326, 8, "#d8453a")
            + disc(136, 326, 8, "#4f9ad8")
            + box(104, 342, 54, 8, "#e8d9a0")
        )
    if cut == "apron":
        return (
            shape("M84 262 L100 232 M178 262", "none")
            + shape("M82 276 H180 L190 400 H72 Z", "#fbf9f2")
            + line("M86 278 L104 224 M176 278 L158 224", "#fbf9f2", 8)
            + shape("M104 220 L118 250 L131 238 L146 250 L158 220 Q131 246 104 220 Z", pale)
        )
    if cut == "fur":
        return shape("M40 262 L150 400 H4 V306 Q10 272 40 262 Z", css(outfit.coat)) + line(
            "M44 268 l14 10 l-4 14 l16 8 l-4 14 l16 8 l-4 14 l16 8", css(scale(outfit.coat, 0.7)), 5
        )
    if cut in ("bare", "tail"):
        return line("M100 262 Q116 268 126 264 M162 262 Q148 268 138 264", shaded, 3) + (
            shape(
                "M72 330 Q98 296 122 330 Q98 356 72 330 Z M140 330 Q166 296 190 330 Q166 356 140 330 Z",
                css(outfit.coat),
            )
            if cut == "tail"
            else ""
        )
    if cut == "sport":
        return shape("M100 222 Q131 278 162 222 L170 228 Q131 296 92 228 Z", pale) + line(
            "M70 246 L60 400 M192 246 L202 400", "#fbf9f2", 7
        )
    made = (
        shape("M104 220 L116 258 L131 240 L148 258 L158 220 Q131 246 104 220 Z", pale)
        + line("M131 248 V400", dark, 3)
        + disc(136, 290, 3.4, dark)
        + disc(136, 330, 3.4, dark)
    )
    if outfit.extra == "scarf":
        made += shape(
            "M90 214 Q131 250 172 214 L180 240 Q131 282 82 240 Z M142 256 L176 250 L182 350 H150 Z", "#c8372d"
        )
    return made


# --- the head ---------------------------------------------------------------------------------------


def _head(outfit: Outfit, state: str, mood: str, gait: str, look: Look) -> str:
    assert outfit.skin
    assert outfit.hair
    assert outfit.coat
    if outfit.cut == "ghost":
        return (
            disc(106, 112, 11, "#2a2430")
            + disc(158, 112, 11, "#2a2430")
            + '<ellipse cx="132" cy="156" rx="13" ry="20" fill="#2a2430"/>'
        )
    skin, shaded = css(outfit.skin), css(scale(outfit.skin, 0.88))
    hidden = outfit.hat in ("hood", "veil", "swimcap") or outfit.cut == "space"
    chin = 178 if outfit.child else 186
    face = f"M72 100 Q70 40 131 40 Q194 40 194 102 Q194 150 168 172 Q134 {chin + 14} 100 172 Q72 150 72 100 Z"
    made = disc(73, 120, 13, shaded) + disc(193, 120, 10, shaded)
    made += shape(face, skin)
    made += shape(f"M100 172 Q134 {chin + 14} 168 172 Q150 178 134 178 Q112 178 100 172 Z", shaded, 'opacity="0.6"')
    made += disc(94, 142, 14, "#e8836f", 'opacity="0.28"') + disc(172, 142, 12, "#e8836f", 'opacity="0.28"')
    made += _eyes(outfit, state, mood, look) + _brows(outfit, mood)
    made += line("M138 116 Q148 138 140 142 Q134 145 129 141", css(scale(outfit.skin, 0.74)), 3.2)
    if outfit.beard:
        made += _beard(outfit)
    made += _mouth(outfit, state, mood, gait)
    if "old" in look.words or outfit.hair == rgb("#d4d0c8"):
        made += line(
            "M100 66 Q130 60 160 66 M106 78 Q132 73 156 78 M86 130 q-6 4 -8 10 M180 130 q6 4 8 10 M106 150 q-6 8 -2 16 M164 150 q6 8 2 16",
            css(scale(outfit.skin, 0.8)),
            2.2,
        )
    if not hidden:
        made += _fringe(outfit)
    made += facewear.worn(outfit, skin)
    if outfit.cut == "space":
        return made + facewear.space_helmet()
    if outfit.hat in ("helmet", "plume", "kabuto", "hood", "veil", "swimcap", "mask", "goggles", "bridal"):
        made += facewear.headgear(outfit)
    elif outfit.hat in headwear.HATS:
        made += f'<g transform="translate(131 96) scale(3.02)">{headwear.HATS[outfit.hat](0, 0, outfit.coat)}</g>'
    if state.startswith("tear") or mood == "sad":
        made += _tears(int(state[-1]) if state.startswith("tear") else 0)
    if outfit.child:
        return f'<g transform="translate(-10.4 -8) scale(1.08)">{made}</g>'
    return made


IRISES: Final = {
    "green": "#4f8a4a", "blue": "#3f7fc0", "brown": "#6a4428", "grey": "#7a8490", "gold": "#c89a30", "red": "#b8302a",
    "black": "#2a2224", "purple": "#7a4fa0", "orange": "#c8702a", "teal": "#2f8f8a", "yellow": "#c8a830",
}  # fmt: skip


def _eyes(outfit: Outfit, state: str, mood: str, look: Look) -> str:
    iris = next(
        (IRISES[word[5:]] for word in sorted(look.words) if word.startswith("eyes:") and word[5:] in IRISES), ""
    )
    iris = iris or ("#6a4428", "#4a3424", "#5a6a48", "#3f6a94")[look.number // 17 % 4]
    if outfit.extra == "antennae":
        return (
            '<ellipse cx="104" cy="112" rx="20" ry="28" fill="#1e1c24" transform="rotate(16 104 112)"/><ellipse cx="162" cy="112" rx="18" ry="28" fill="#1e1c24" transform="rotate(-16 162 112)"/>'
            + disc(98, 100, 5, "#ffffff")
            + disc(156, 100, 5, "#ffffff")
        )
    if outfit.extra == "bones":
        return disc(104, 112, 19, "#2a2430") + disc(162, 112, 18, "#2a2430") + shape("M133 132 l8 18 h-16 Z", "#2a2430")
    made = ""
    grow = 1.16 if outfit.child or mood == "surprised" else 1.0
    for x, wide in ((104, 14.5), (162, 13.0)):
        if state in ("shut", "shuttalk"):
            made += line(f"M{x - wide} 114 Q{x} {124 if mood != 'happy' else 106} {x + wide} 114", "#2a2022", 4)
            continue
        high = (7.6 if mood == "happy" else 10.5) * grow
        made += f'<ellipse cx="{x}" cy="114" rx="{wide * grow:.1f}" ry="{high:.1f}" fill="#fdfaf2"/>'
        made += (
            disc(x + 2.6, 114, min(8.0 * grow, high), iris)
            + disc(x + 2.6, 114, 4.0 * grow, "#1e181a")
            + disc(x + 5.4, 110.6, 2.3 * grow, "#ffffff")
        )
        made += line(
            f"M{x - wide * grow - 1:.1f} 112 Q{x} {112 - high * 1.35:.1f} {x + wide * grow + 1:.1f} 112",
            "#2a2022",
            4.2 if outfit.female else 3.4,
        )
        if outfit.female:
            made += line(f"M{x + wide * grow - 1:.1f} 110 l6 -6 M{x + wide * grow - 5:.1f} 107 l5 -7", "#2a2022", 2.6)
    return made


def _brows(outfit: Outfit, mood: str) -> str:
    assert outfit.hair
    paint = css(scale(outfit.hair, 0.78)) if sum(outfit.hair) < 560 else css(scale(outfit.hair, 0.86))
    thick = 4.4 if outfit.female else 6.0
    if outfit.style == "bald" and outfit.extra in ("bones", "antennae"):
        return ""
    tilt = {"sad": (-6, 5), "angry": (6, -6), "surprised": (-7, -7)}.get(mood, (0, 0))
    inner, outer = 95 + tilt[0], 96 + tilt[1]
    return line(
        f"M86 {outer} Q102 {min(inner, outer) - 7} 120 {inner} M148 {inner} Q164 {min(inner, outer) - 7} 178 {outer}",
        paint,
        thick,
    )


def _mouth(outfit: Outfit, state: str, mood: str, gait: str) -> str:
    lip = "#b8434a" if outfit.female else "#a0544a"
    if outfit.extra == "bones":
        return line("M104 164 H164 M114 158 V170 M126 158 V170 M138 158 V170 M150 158 V170", "#4a4640", 3.4)
    if state in ("talk", "shuttalk"):
        high = 15 if gait == "sing" else 10
        return (
            f'<ellipse cx="136" cy="161" rx="{14 if gait == "sing" else 16}" ry="{high}" fill="#6a2428"/>'
            + shape("M124 156 Q136 150 148 156 Q136 160 124 156 Z", "#fdfaf2")
            + line("M121 158 Q136 148 151 158", lip, 3.6)
        )
    if mood == "happy":
        return (
            shape("M112 154 Q136 164 162 152 Q156 176 136 176 Q118 176 112 154 Z", "#7a2a2c")
            + shape("M116 156 Q136 164 158 155 Q154 164 136 165 Q121 165 116 156 Z", "#fdfaf2")
            + line("M110 153 Q136 165 164 151", lip, 3.4)
        )
    if mood == "surprised":
        return '<ellipse cx="137" cy="163" rx="10" ry="13" fill="#6a2428"/>'
    if mood == "sad":
        return line("M118 166 Q136 154 154 165", lip, 4.6)
    if mood == "angry":
        return line("M116 164 Q136 156 156 162", lip, 5)
    if outfit.female:
        return shape("M116 159 Q128 152 136 156 Q144 152 155 158 Q136 174 116 159 Z", lip) + line(
            "M117 159 Q136 165 155 158", "#8a2f36", 2
        )
    return line("M116 159 Q136 168 156 157", lip, 4.4) + line("M126 170 Q136 174 146 169", "#00000022", 3)


def _beard(outfit: Outfit) -> str:
    assert outfit.hair
    paint, dark = css(outfit.hair), css(scale(outfit.hair, 0.86))
    return (
        shape("M74 116 Q84 148 104 150 Q136 138 166 149 Q186 146 193 114 Q200 178 168 214 Q136 238 104 214 Q68 180 74 116 Z", paint)
        + shape("M104 152 Q120 142 136 150 Q152 142 168 150 Q152 160 136 156 Q120 160 104 152 Z", dark)
    )  # fmt: skip


def _fringe(outfit: Outfit) -> str:
    assert outfit.hair
    hair, dark = css(outfit.hair), css(scale(outfit.hair, 0.86))
    if outfit.style == "bald":
        return (
            shape("M72 112 Q60 128 72 150 Q80 130 78 104 Z M194 112 Q206 128 194 150 Q188 130 189 104 Z", hair)
            if outfit.beard
            else ""
        )
    if outfit.style == "curly":
        spots = ((82, 66), (98, 46), (120, 36), (144, 34), (166, 44), (184, 64), (74, 90), (192, 88))
        return "".join(
            disc(x, y, 24 if index < 6 else 17, hair if index % 2 else dark) for index, (x, y) in enumerate(spots)
        )
    if outfit.style == "mohawk":
        return shape("M104 48 L100 0 L120 20 L130 -8 L142 18 L160 -2 L160 46 Q132 60 104 48 Z", "#c8283a")
    if outfit.style == "parted":
        return shape(
            "M68 112 Q58 26 134 26 Q206 26 198 108 Q190 84 176 70 Q150 76 110 58 Q84 70 78 104 Q76 116 68 112 Z", hair
        )
    if outfit.style == "short":
        return shape(
            "M68 108 Q58 24 134 24 Q208 24 198 106 Q190 92 186 76 Q160 66 146 52 Q120 72 84 74 Q78 92 76 112 Q70 116 68 108 Z",
            hair,
        ) + line("M96 60 Q110 44 130 40 M150 46 Q170 52 180 66", dark, 3)
    # hair that falls to both sides of a parting
    locks = "M66 126 Q54 26 134 26 Q210 26 200 124 Q194 110 188 92 Q156 84 142 52 Q122 86 80 96 Q76 112 74 130 Q68 136 66 126 Z"
    sides = ""
    if outfit.style == "long":
        sides = shape(
            "M66 100 Q50 180 56 250 Q78 240 82 196 Q76 160 76 116 Z M198 100 Q208 170 206 250 Q186 240 184 200 Q192 160 190 112 Z",
            hair,
        )
    return shape(locks, hair) + sides + line("M86 74 Q112 62 128 42 M152 50 Q172 60 186 82", dark, 3)


def _tears(step: int) -> str:
    made = ""
    for x, late in ((98, 0), (170, 2)):
        y = 130 + 13 * ((step + late) % 4)
        made += shape(f"M{x} {y - 8} Q{x + 6} {y} {x} {y + 5} Q{x - 6} {y} {x} {y - 8} Z", "#a8d8f0") + line(
            f"M{x} 126 V{y - 4}", "#cfeaf8", 2.4, 'opacity="0.8"'
        )
    return made
