# ruff: noqa: E501, SIM905 - a table reads best one entry a line
"""What the stage knows of each subject: where it lives, how large it is, how it moves. Tables, no logic but reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic import album
from paddock.engines.animatic.birds import KINDS as BIRDS
from paddock.engines.animatic.breeds import KINDS as BEASTS
from paddock.engines.animatic.wardrobe import OUTFITS


@dataclass(frozen=True, slots=True)
class Role:
    art: str
    habitat: str
    """ground, road, rail, water, swim, air; fixed (stands still on the ground); far (the same, best seen far off);
    hand (small enough to hold); room (furniture); wall (hangs on a wall)."""
    size: float
    """Height in units in a shot of no said framing."""
    speed: float = 0.0
    """Units a second when its action says nothing; 0 stands still."""
    stride: float = 1.0
    """Way of one gait cycle, in heights."""
    gait: str = ""
    spread: float = 1.0
    """Width by height, to set several of a kind side by side."""
    home: str = ""
    """The setting it belongs to when the prompt names none."""
    person: bool = False


_BEAST_SIZES: Final = {
    "puppy": 0.14, "corgi": 0.16, "husky": 0.22, "poodle": 0.19, "bulldog": 0.17, "shepherd_dog": 0.23, "dachshund": 0.13,
    "chihuahua": 0.12, "beagle": 0.17, "terrier": 0.16, "cat": 0.17, "blackcat": 0.17, "whitecat": 0.17, "greycat": 0.17,
    "siamese": 0.17, "calico": 0.17, "persian": 0.16, "kitten": 0.12, "horse": 0.36, "pony": 0.28, "foal": 0.26,
    "unicorn": 0.38, "pegasus": 0.38, "zebra": 0.32, "donkey": 0.29, "mule": 0.32, "cow": 0.29, "bull": 0.31, "calf": 0.21,
    "buffalo": 0.30, "bison": 0.31, "yak": 0.30, "sheep": 0.22, "lamb": 0.15, "goat": 0.22, "pig": 0.19, "piglet": 0.12,
    "boar": 0.21, "deer": 0.34, "fawn": 0.22, "reindeer": 0.34, "moose": 0.42, "antelope": 0.30, "giraffe": 0.66,
    "camel": 0.40, "dromedary": 0.40, "llama": 0.34, "alpaca": 0.29, "lion": 0.26, "lioness": 0.24, "tiger": 0.25,
    "whitetiger": 0.25, "leopard": 0.23, "snowleopard": 0.23, "cheetah": 0.23, "panther": 0.24, "lynx": 0.20, "fox": 0.18,
    "arcticfox": 0.16, "wolf": 0.22, "coyote": 0.20, "hyena": 0.22, "bear": 0.30, "blackbear": 0.29, "cub": 0.17,
    "polarbear": 0.30, "panda": 0.27, "redpanda": 0.15, "raccoon": 0.15, "elephant": 0.42, "babyelephant": 0.26,
    "mammoth": 0.46, "rhino": 0.32, "hippo": 0.28, "badger": 0.13, "otter": 0.12, "beaver": 0.13, "squirrel": 0.12,
    "chipmunk": 0.09, "mouse": 0.07, "rat": 0.08, "hamster": 0.08, "hedgehog": 0.09, "porcupine": 0.12, "rabbit": 0.15,
    "whiterabbit": 0.15, "hare": 0.17, "skunk": 0.13, "anteater": 0.20, "armadillo": 0.12, "sloth": 0.17, "ferret": 0.09,
    "tortoise": 0.11, "crocodile": 0.13, "capybara": 0.17, "tapir": 0.24, "okapi": 0.36, "lemur": 0.17, "opossum": 0.13, "kitsune": 0.26, "lizard": 0.07, "chameleon": 0.10, "dinosaur": 0.62, "triceratops": 0.40,
    "stegosaurus": 0.42, "dragon": 0.46, "qilin": 0.36, "griffin": 0.36,
}  # fmt: skip
_BIRD_SIZES: Final = {
    "eagle": 0.16, "hawk": 0.14, "owl": 0.16, "sparrow": 0.08, "robin": 0.08, "swallow": 0.09, "budgie": 0.08,
    "hummingbird": 0.06, "canary": 0.08, "kingfisher": 0.09, "parrot": 0.13, "crane": 0.26, "heron": 0.25, "stork": 0.26,
    "flamingo": 0.28, "swan": 0.20, "goose": 0.17, "duck": 0.13, "duckling": 0.07, "chicken": 0.14, "rooster": 0.17,
    "chick": 0.06, "turkey": 0.20, "peacock": 0.28, "pheasant": 0.13, "ostrich": 0.42, "emu": 0.38, "penguin": 0.20,
    "pelican": 0.17, "vulture": 0.16, "phoenix": 0.28, "quail": 0.08, "kiwibird": 0.12, "puffin": 0.12, "dodo": 0.22, "bat": 0.11,
}  # fmt: skip
_ON_FOOT: Final = frozenset(
    "goose duck duckling chicken rooster chick turkey peacock pheasant ostrich emu penguin flamingo crane heron stork "
    "quail swan kiwibird puffin dodo".split()
)
"""Birds that walk unless they are said to fly."""
_CHILDREN: Final = {
    "boy": 0.31,
    "girl": 0.30,
    "baby": 0.20,
    "dwarf": 0.28,
    "fairy": 0.24,
    "teen": 0.37,
    "giant": 0.72,
    "oldwoman": 0.36,
}
_HOMES: Final = {
    kind: place
    for place, kinds in {
        "space": "astronaut alien ufo planet",
        "snowfield": "snowman polarbear penguin skier santa husky arcticfox reindeer walrus mammoth igloo seal yeti skater",
        "meadow": "butterfly flower horse cow sheep kite elephant dog rabbit house farmer knight king queen castle "
        "windmill princess prince giraffe zebra lion bee ladybug goat pig chicken unicorn pony lamb shepherd cheetah",
        "coast": "palm crab surfer seagull turtle lobster starfish pelican",
        "desert": "cactus camel dromedary scorpion cowboy mummy sphinx vulture",
        "forest": "campfire tent mushroom bear fox deer wolf panda tiger wizard witch elf fairy squirrel owl boar "
        "archer hunter monkey gorilla snake frog koala dwarf hedgehog trex dinosaur leopard panther bigfoot",
        "street": "streetlamp man umbrella bicycle police businessman bus car runner tourist postman",
        "sea": "lighthouse deck sailor whale dolphin pirate captain",
        "city": "robot superhero superheroine spider ninja",
        "mountains": "pagoda balloon train hiker dragon eagle goat yak monk samurai greatwall griffin",
        "park": "bride groom",
        "sky": "plane bird phoenix angel chinesedragon pegasus swallow",
        "room": "cat chef baby scientist doctor nurse teacher hamster student writer kitten painter",
        "river": "duck swan crane heron otter beaver frog fisherman canoe hippo flamingo goose crocodile dragonfly koi",
        "underwater": "diver mermaid octopus jellyfish seahorse ray squid",
        "village": "hanfu scholar swordsman rooster donkey miner blacksmith kimono",
        "stage": "clown magician ballerina dancer singer operasinger musician violinist pianist guitarist drummer cellist flutist saxophonist trumpeter harpist accordionist rocker lantern boxer gymnast qipao",
    }.items()
    for kind in kinds.split()
}  # fmt: skip
"""Where a subject is at home when the prompt names no setting."""


def _beast(art: str) -> Role:
    size = _BEAST_SIZES.get(art, 0.20)
    slow = {"tortoise": 0.03, "sloth": 0.03, "elephant": 0.09, "bear": 0.10, "panda": 0.08, "cow": 0.08, "sheep": 0.07}
    return Role(
        art, "ground", size, slow.get(art, 0.13 if size < 0.3 else 0.15), 1.35, "walk", 1.5, _HOMES.get(art, "")
    )


STANDING: Final = (
    *BEASTS, "teddy", *(name for name in BIRDS if name != "bat"), "monkey", "gorilla", "chimpanzee", "orangutan", "frog",
)  # fmt: skip
"""Animals that can stand on two legs as people do."""


def _upright(art: str) -> Role:
    size = min(0.42, max(0.30, 1.45 * _BEAST_SIZES.get(art, 0.22)))
    return Role(f"upright_{art}", "ground", size, 0.0, 0.8, "walk", 0.7, _HOMES.get(art, ""), True)


def _person(art: str) -> Role:
    size = _CHILDREN.get(art, 0.38 if OUTFITS[art].female else 0.40)
    spread = 0.72 if OUTFITS[art].cut in ("gown", "tutu") or OUTFITS[art].extra.endswith("wings") else 0.6
    habitat = "swim" if art == "mermaid" else "ground"
    return Role(art, habitat, size, 0.0, 0.8, "walk", spread, _HOMES.get(art, ""), True)


def _bird(art: str) -> Role:
    size = _BIRD_SIZES.get(art, 0.13)
    if art in _ON_FOOT:
        return Role(art, "ground", size, 0.07, 0.7, "walk", 1.1, _HOMES.get(art, ""))
    return Role(art, "air", size, 0.14, 1.0, "flap", 2.0, _HOMES.get(art, "sky"))


def _swimmer(art: str, size: float, spread: float = 1.8, speed: float = 0.09) -> Role:
    return Role(art, "swim", size, speed, gait="swim", spread=spread, home=_HOMES.get(art, "underwater"))


def _creeper(art: str, size: float, spread: float = 1.3, speed: float = 0.05) -> Role:
    return Role(art, "ground", size, speed, 0.8, "walk", spread, _HOMES.get(art, ""))


def _flier(art: str, size: float, speed: float = 0.07) -> Role:
    return Role(art, "air", size, speed, gait="flap", spread=1.4, home=_HOMES.get(art, "meadow"))


def _sheet(sheet: album.Sheet) -> Role:
    speeds = {"road": 0.22, "rail": 0.30, "water": 0.05, "air": 0.10, "swim": 0.06, "ground": 0.06}
    slow = {"cart": 0.10, "carriage": 0.14, "tank": 0.12, "tractor": 0.12, "sled": 0.16, "canoe": 0.06, "sportscar": 0.34, "racecar": 0.42,
            "planet": 0.0, "earth": 0.0, "blackhole": 0.0, "star": 0.0, "chandelier": 0.0, "parachute": 0.02, "iceberg": 0.0, "island": 0.0,
            "lotus": 0.0, "satellite": 0.05, "spacestation": 0.03, "rover": 0.06, "lilypads": 0.0, "pierdeck": 0.0, "puddlewater": 0.0, "oilrig": 0.0, "bambooraft": 0.03, "kayak": 0.07, "jetski": 0.2,
            "hovercraft": 0.14, "cablecar": 0.06, "paraglider": 0.05, "hangglider": 0.08, "biplane": 0.16, "seaplane": 0.16, "glider": 0.12, "spaceshuttle": 0.16,
            "snowflakeitem": 0.0, "galaxyspiral": 0.0, "nebulacloud": 0.0, "marsplanet": 0.0, "jupiterplanet": 0.0, "moonball": 0.0, "eclipsesun": 0.0, "lightningbolt": 0.0,
            "asteroidrock": 0.04, "genie": 0.0, "excavator": 0.05, "bulldozer": 0.08, "forklift": 0.1, "steamroller": 0.06, "harvester": 0.08, "rickshaw": 0.12, "tricycle": 0.1,
            "unicycle": 0.12, "coveredwagon": 0.08, "sleigh": 0.2, "segwayboard": 0.14, "kickscooter": 0.16, "hoverboard": 0.16, "monorailtrain": 0.24, "metrotrain": 0.26}  # fmt: skip
    speed = slow.get(sheet.name, speeds.get(sheet.habitat, 0.0))
    return Role(sheet.name, sheet.habitat, sheet.size, speed, spread=sheet.spread, home=sheet.home)


ROLES: Final[dict[str, Role]] = {
    **{name: _sheet(sheet) for name, sheet in album.sheets().items()},
    **{name: _beast(name) for name in BEASTS},
    **{f"upright_{name}": _upright(name) for name in STANDING},
    **{name: _bird(name) for name in BIRDS},
    **{name: _person(name) for name in OUTFITS},
    "train": Role("train", "rail", 0.27, speed=0.22, spread=5.2, home="mountains"),
    "ship": Role("ship", "water", 0.64, speed=0.055, home="sea"),
    "boat": Role("boat", "water", 0.38, speed=0.045, spread=0.9, home="sea"),
    "car": Role("car", "road", 0.15, speed=0.26, spread=2.2, home="street"),
    "flyingcar": Role("car", "air", 0.12, speed=0.26, spread=2.2, home="city"),
    "bus": Role("bus", "road", 0.20, speed=0.20, spread=2.2, home="street"),
    "truck": Role("truck", "road", 0.20, speed=0.20, spread=2.2, home="street"),
    "bicycle": Role("bicycle", "road", 0.17, speed=0.16, spread=1.5, home="street"),
    "plane": Role("plane", "air", 0.14, speed=0.20, spread=2.6, home="sky"),
    "rocket": Role("rocket", "air", 0.34, spread=0.6, home="meadow"),
    "balloon": Role("balloon", "air", 0.34, speed=0.035, spread=0.8, home="mountains"),
    "kite": Role("kite", "air", 0.20, speed=0.02, spread=0.8, home="meadow"),
    "lantern": Role("lantern", "air", 0.16, speed=0.012, spread=0.8, home="village"),
    "butterfly": _flier("butterfly", 0.085, 0.06), "bee": _flier("bee", 0.07), "dragonfly": _flier("dragonfly", 0.08),
    "fly": _flier("fly", 0.05), "firefly": _flier("firefly", 0.05), "mosquito": _flier("mosquito", 0.05),
    "chinesedragon": Role("chinesedragon", "air", 0.32, 0.12, gait="flap", spread=2.4, home="sky"),
    "pterosaur": Role("pterosaur", "air", 0.22, 0.14, 1.0, "flap", 1.4, "mountains"),
    **{name: _swimmer(name, size) for name, size in {
        "fish": 0.13, "goldfish": 0.11, "koi": 0.13, "tropicalfish": 0.13, "bluetang": 0.12, "tuna": 0.16, "salmon": 0.13, "carp": 0.13,
        "pufferfish": 0.14, "swordfish": 0.16, "piranha": 0.12, "shark": 0.26, "catfish": 0.13, "anglerfish": 0.16, "dolphin": 0.22,
        "orca": 0.28, "beluga": 0.24, "ray": 0.22, "squid": 0.16, "shrimp": 0.07,
    }.items()},
    "whale": _swimmer("whale", 0.26, 2.4, 0.07), "turtle": _swimmer("turtle", 0.16, 1.8, 0.05),
    "jellyfish": _swimmer("jellyfish", 0.22, 0.8, 0.01), "octopus": _swimmer("octopus", 0.22, 1.2, 0.02),
    "seahorse": _swimmer("seahorse", 0.14, 0.7, 0.02), "starfish": Role("starfish", "hand", 0.07, home="coast"),
    "crab": _creeper("crab", 0.10), "lobster": _creeper("lobster", 0.09, 1.7), "seal": _creeper("seal", 0.18, 1.6), "walrus": _creeper("walrus", 0.24, 1.6),
    "ladybug": _creeper("ladybug", 0.06), "beetle": _creeper("beetle", 0.06), "ant": _creeper("ant", 0.05), "spider": _creeper("spider", 0.08),
    "caterpillar": _creeper("caterpillar", 0.05, 1.5, 0.02), "snail": _creeper("snail", 0.07, 1.5, 0.012), "snake": _creeper("snake", 0.12, 2.1),
    "frog": _creeper("frog", 0.09, 1.3, 0.06), "scorpion": _creeper("scorpion", 0.08, 1.6), "monkey": _creeper("monkey", 0.22, 0.9, 0.10),
    "gorilla": _creeper("gorilla", 0.34, 0.9, 0.08), "chimpanzee": _creeper("chimpanzee", 0.26, 0.9, 0.10), "orangutan": _creeper("orangutan", 0.30, 0.9, 0.08),
    "kangaroo": _creeper("kangaroo", 0.34, 0.9, 0.14), "koala": _creeper("koala", 0.18, 0.9, 0.03), "trex": _creeper("trex", 0.60, 1.15, 0.14),
    "monster": _creeper("monster", 0.44, 0.9, 0.08),
    "lighthouse": Role("lighthouse", "far", 0.50, spread=0.5, home="sea"),
    "windmill": Role("windmill", "far", 0.46, spread=0.8, home="meadow"),
    "castle": Role("castle", "far", 0.50, spread=1.2, home="mountains"),
    "pagoda": Role("pagoda", "far", 0.50, spread=0.8, home="mountains"),
    "house": Role("house", "far", 0.30, spread=1.1, home="meadow"),
    "tree": Role("tree", "fixed", 0.55, spread=0.8, home="meadow"),
    "palm": Role("palm", "fixed", 0.52, spread=0.8, home="coast"),
    "cactus": Role("cactus", "fixed", 0.34, spread=0.6, home="desert"),
    "flower": Role("flower", "fixed", 0.20, spread=0.5, home="meadow"),
    "mushroom": Role("mushroom", "fixed", 0.16, spread=0.9, home="forest"),
    "streetlamp": Role("streetlamp", "fixed", 0.52, spread=0.4, home="street"),
    "umbrella": Role("umbrella", "hand", 0.20, home="street"),
    "campfire": Role("campfire", "fixed", 0.17, gait="flicker", home="forest"),
    "tent": Role("tent", "fixed", 0.26, spread=1.4, home="forest"),
    "snowman": Role("snowman", "fixed", 0.32, spread=0.7, home="snowfield"),
    "bookshelf": Role("shelf", "room", 0.40, spread=0.76, home="room"),
    "picture": Role("painting", "wall", 0.20, spread=1.3, home="room"),
    "windowpane": Role("window", "wall", 0.34, spread=0.9, home="room"),
    "cloud": Role("cloud", "air", 0.14, speed=0.02, spread=2.2, home="sky"),
    "robot": Role("robot", "ground", 0.38, speed=0.10, stride=0.7, gait="walk", spread=0.7, home="city", person=True),
    "card": Role("card", "ground", 0.22, spread=1.5),
    "hands": Role("hands", "hand", 0.30, spread=1.4, home="room"), "feet": Role("man", "ground", 0.40, spread=0.6, home="street"),
    "character": Role("picture", "ground", 0.46, spread=0.9, person=True),
}  # fmt: skip

SPEEDS: Final = {
    "walk": 0.15, "run": 0.36, "jump": 0.20, "fly": 0.14, "float": 0.03, "swim": 0.10, "sail": 0.06, "drive": 0.24,
    "ride": 0.24, "crawl": 0.05, "skate": 0.30, "chase": 0.36, "push": 0.10, "play": 0.24, "carry": 0.0, "follow": 0.14,
    "march": 0.14, "sneak": 0.08, "slide": 0.24, "roll": 0.14,
}  # fmt: skip
"""Units a second of an action; for what is faster or slower by nature, `Role.speed` wins."""

GAITS: Final = {
    "sit": "sit", "read": "read", "eat": "eat", "drink": "eat", "strum": "strum", "drum": "drum", "pray": "pray", "kneel": "kneel",
    "sleep": "lie", "lie": "lie", "gaze": "gaze", "wave": "wave", "dance": "dance", "cheer": "cheer", "clap": "clap", "talk": "talk",
    "sing": "talk", "think": "think", "point": "point", "fight": "fight", "kick": "kick", "throw": "throw", "bowdown": "bowdown",
    "dig": "dig", "cook": "cook", "climb": "climb", "jump": "jump", "hug": "hug", "push": "push", "write": "cook", "paint": "cook", "shoot": "shoot",
    "phone": "phone", "conduct": "conduct", "carry": "hold", "open": "hold", "meditate": "lotus", "fall": "fallen", "work": "cook", "surf": "surf", "cry": "pray", "cast": "point", "blow": "hold", "pour": "cook", "wash": "cook",
}  # fmt: skip
"""Pose of an action done on the spot."""

STILL: Final = frozenset({*GAITS, "stand", "grow", "burn"} - {"push", "jump", "carry"})
"""Actions done on the spot."""

HOLDING: Final = frozenset(
    "pour wash carry open read eat drink strum drum write paint throw shoot dig cook wave phone fight play kick work".split()
)
"""Actions that take a thing in the hand, or one thrown or kicked."""

BACKS: Final = {
    "horse": 0.50, "unicorn": 0.47, "pegasus": 0.44, "pony": 0.55, "zebra": 0.52, "donkey": 0.56, "mule": 0.54, "polarbear": 0.72,
    "elephant": 0.66, "mammoth": 0.66, "cow": 0.72, "bull": 0.74, "buffalo": 0.74, "bison": 0.76, "yak": 0.74, "deer": 0.48, "reindeer": 0.48,
    "moose": 0.50, "bear": 0.72, "lion": 0.62, "tiger": 0.62, "whitetiger": 0.62, "pig": 0.75, "turtle": 0.5, "whale": 0.7, "dolphin": 0.66,
    "bicycle": 0.72, "motorcycle": 0.62, "scooter": 0.60, "sheep": 0.7, "camel": 0.58, "dromedary": 0.62, "llama": 0.55, "ostrich": 0.50,
    "dragon": 0.42, "griffin": 0.42, "pterosaur": 0.1, "plesiosaur": 0.32, "narwhalbeast": 0.36, "manatee": 0.34, "capybara": 0.75, "tapir": 0.7, "okapi": 0.5, "kitsune": 0.42, "raptor": 0.62, "ankylosaurus": 0.78, "cerberus": 0.58, "hydra": 0.42, "unicycle": 0.92, "tricycle": 0.56, "pennyfarthing": 0.76, "segwayboard": 0.24, "kickscooter": 0.2, "hoverboard": 0.7, "qilin": 0.5, "wolf": 0.66, "dog": 0.62, "rhino": 0.72, "giraffe": 0.46, "dinosaur": 0.45, "panda": 0.7,
    "chinesedragon": 0.12, "phoenix": 0.1, "skateboard": 0.0, "surfboard": 0.0, "sled": 0.6, "broom": 0.5, "flyingbroom": 0.6, "tractor": 0.62, "triceratops": 0.62,
    **dict.fromkeys(("canoe", "rowboat", "gondola", "cart", "carriage", "speedboat", "rover", "boat", "dragonboat", "junkboat", "raft", "convertible", "wheelchair", "flyingcarpet", "kayak", "sampan", "bambooraft", "rubberdinghy", "longship", "jetski", "jeep", "gokart", "rickshaw", "chariot", "coveredwagon", "sleigh", "snowmobile", "atv", "forklift"), 0.5), "kangaroo": 0.45, "tortoise": 0.8, "goat": 0.6, "snail": 0.8, "crocodile": 0.7, "fox": 0.6, "cat": 0.6, "hippo": 0.72, "crane": 0.5, "eagle": 0.6,
}  # fmt: skip
"""What can be ridden, and how high its back is, in its own heights."""

PEDALLED: Final = frozenset("bicycle tricycle unicycle pennyfarthing motorcycle scooter".split())
"""What one sits on to be on it at all, man or beast."""
ABOARD: Final = {
    "tractor": (-0.21, 0.50), "canoe": (-0.1, 0.30), "rowboat": (-0.05, 0.32), "gondola": (-0.5, 0.30), "cart": (-0.1, 0.52),
    "carriage": (0.5, 0.40), "speedboat": (-0.45, 0.34), "rover": (0.0, 0.50), "boat": (-0.30, 0.14), "dragonboat": (0.0, 0.30),
    "sled": (-0.2, 0.36), "junkboat": (-0.40, 0.12), "raft": (0.0, 0.3), "convertible": (-0.10, 0.40), "wheelchair": (-0.06, 0.40), "flyingcarpet": (0.0, 0.5),
    "kayak": (-0.05, 0.12), "sampan": (-0.82, 0.2), "bambooraft": (-0.3, 0.16), "rubberdinghy": (0.05, 0.3), "longship": (-0.4, 0.24), "jetski": (-0.35, 0.34),
    "jeep": (-0.02, 0.46), "gokart": (-0.4, 0.36), "rickshaw": (-0.2, 0.46), "chariot": (-0.2, 0.40), "coveredwagon": (0.42, 0.46), "sleigh": (-0.12, 0.42),
    "snowmobile": (-0.33, 0.56), "atv": (-0.18, 0.60), "forklift": (-0.16, 0.5),
}  # fmt: skip
"""What one sits in: where, ahead of its middle and above its anchor, in its own heights."""

TOPS: Final = {
    "table": 0.80, "desk": 0.79, "chair": 0.53, "armchair": 0.50, "sofa": 0.50, "bed": 0.48, "bench": 0.48, "stool": 0.88, "box": 0.9,
    "piano": 0.55, "bartop": 0.90, "rock": 0.84, "house": 0.92, "barn": 0.84, "cabin": 0.88, "car": 0.86, "bus": 0.9, "truck": 0.86, "fence": 0.86, "suitcase": 0.92,
    "bridge": 0.45, "stonebridge": 0.88, "stairs": 0.38, "throne": 0.36, "books": 0.9, "book": 0.7, "plate": 0.7, "tree": 0.62, "raft": 0.7,
    "boat": 0.24, "rowboat": 0.6, "canoe": 0.6, "gondola": 0.55, "iceberg": 0.42, "island": 0.5, "skateboard": 0.7, "surfboard": 0.9, "lotus": 0.4,
    "mushroom": 0.88, "basket": 0.5, "haystack": 0.9, "well": 0.4, "cart": 0.72, "tank": 0.76, "bathtub": 0.5, "fridge": 0.97, "television": 0.8,
    "windowpane": -0.38, "bookshelf": 0.98, "stove": 0.83, "fireplace": 0.9, "shell": 0.8, "leaf": 0.5, "ladder": 0.7, "swing": 0.3, "castle": 0.6,
    "pumpkin": 0.9, "treasure": 0.85, "turtle": 0.8, "tombstone": 0.96, "anvil": 0.95, "statue": 0.24, "fountain": 0.3, "globe": 0.9, "ship": 0.2,
    "hat": 0.85, "drum": 0.8, "cake": 0.62, "bucket": 0.9, "gift": 0.7, "sled": 0.6, "tower": 0.9, "greatwall": 0.72, "planet": 0.9, "cloud": 0.6, "branch": 0.02, "tray": 0.34, "pedestal": 0.96, "cuttingboard": 0.5, "carpet": 0.4, "wheelchair": 0.42, "logpiece": 0.86,
    "treestump": 0.9, "stump": 0.9, "chessboard": 0.7, "bowl": 0.85, "nest": 0.7, "cliffrock": 0.88, "pierdeck": 0.6, "woodbridge": 0.62, "ropebridge": 0.42, "viaduct": 0.86, "aqueduct": 0.95, "lilypads": 0.36, "bambooraft": 0.5, "boletemushroom": 0.9, "mosspatch": 0.72, "sandcastle": 0.7, "crescentmoon": 0.36, "treehouse": 0.42, "pavilion": 0.09, "stilthouse": 0.43, "marketstall": 0.06, "rockarch": 0.9, "stonearch": 0.92, "clamshell": 0.3, "lunarlander": 0.82, "stoneruin": 0.5, "pillow": 0.7, "flyingcarpet": 0.7, "drawers": 0.97,
}  # fmt: skip
"""How high something lies on it, in its own heights; 0.85 for what is not in the table."""

OPEN: Final = frozenset({"pavilion", "treehouse", "stilthouse"})
"""What has a floor and no front: whoever is in it is seen on its floor."""

SEATS: Final = frozenset(
    "wheelchair beanbag highchair hammock toilet taishichair chair armchair sofa bed bench stool throne swing rock stairs box haystack suitcase fence".split()
)

FRAMING: Final = {"wide": 0.80, "medium": 1.65, "close": 2.5, "extreme": 3.4}
"""How much larger the actors are than in a shot of no said framing."""

PHASES: Final = {"train": 6, "car": 6, "windmill": 48}
"""How many pictures a turning part needs for the part of a turn after which it looks the same."""
TURN_WAY: Final = {"train": 0.126, "car": 0.19}
"""Way of that part of a turn, in heights, so that wheels roll and do not slide."""
