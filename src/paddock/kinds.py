# ruff: noqa: SIM905 - a row of words reads best as one
"""Which subjects of the lexicon are people and which are animals. Pure tables."""

from __future__ import annotations

from typing import Final

PEOPLE: Final = frozenset(
    """
    man woman boy girl baby oldman oldwoman teen student farmer fisherman cowboy knight samurai ninja viking roman
    soldier archer king prince queen princess emperor wizard witch chef waiter doctor nurse scientist teacher police
    firefighter worker miner mechanic postman businessman businesswoman sailor captain pirate pilot driver monk nun
    priest astronaut diver clown magician gentleman detective dancer ballerina bride groom singer rocker musician
    violinist pianist guitarist drummer cellist flutist saxophonist trumpeter harpist accordionist painter writer
    explorer hiker runner athlete footballer basketballer boxer skier skater swimmer surfer cheerleader yogi gymnast
    hanfu scholar swordsman qipao kimono general operasinger angel fairy mermaid elf dwarf vampire zombie ghost
    mummy skeleton santa superhero superheroine alien caveman devil giant judge maid hippie beggar hunter shepherd
    graduate tourist monkeyking robot blacksmith
    """.split()
)
ANIMALS: Final = frozenset(
    """
    dog puppy corgi husky dalmatian poodle bulldog shepherd_dog retriever labrador dachshund chihuahua shiba beagle
    samoyed greyhound terrier cat kitten blackcat whitecat greycat siamese calico persian horse pony foal unicorn
    pegasus zebra donkey mule cow bull calf buffalo bison yak sheep lamb goat pig piglet boar deer fawn reindeer
    moose antelope giraffe camel dromedary llama alpaca lion lioness tiger whitetiger leopard snowleopard cheetah
    panther lynx fox arcticfox wolf coyote hyena bear blackbear cub polarbear panda redpanda raccoon elephant
    babyelephant mammoth rhino hippo badger otter beaver squirrel chipmunk mouse rat hamster hedgehog porcupine
    rabbit whiterabbit hare skunk anteater armadillo sloth ferret tortoise crocodile lizard chameleon dinosaur
    triceratops stegosaurus trex dragon chinesedragon qilin griffin monkey gorilla chimpanzee orangutan kangaroo
    koala monster bird seagull eagle hawk owl crow magpie sparrow robin dove pigeon swallow parrot budgie cockatoo
    hummingbird woodpecker toucan kingfisher crane heron stork flamingo swan goose duck duckling chicken rooster
    chick turkey peacock pheasant ostrich emu penguin pelican vulture phoenix canary quail bat butterfly bee
    dragonfly fly mosquito ladybug beetle ant spider caterpillar snail snake frog scorpion fish goldfish koi
    tropicalfish bluetang tuna salmon carp pufferfish swordfish piranha catfish anglerfish shark dolphin orca beluga
    whale turtle jellyfish octopus squid crab lobster seahorse ray seal walrus shrimp
    ankylosaurus anubis axolotl capybara centaur centipede cerberus cicada cricketbug cutealien cyclops dodo earthworm
    eelfish gargoyle genie golem grasshopper harpy hermitcrab hydra kappa kitsune kiwibird lemur lionfish manatee mantis
    medusa meerkat minotaur mole mosasaur narwhalbeast nautilus okapi opossum pangolin parasaurolophus pixiu platypus
    plesiosaur pterosaur puffin raptor satyr seaserpent slimeblob spinosaurus sunfish tadpole tapir treant xuanwu
    yetibeast
    """.split()
)
