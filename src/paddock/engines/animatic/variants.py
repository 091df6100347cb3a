# ruff: noqa: E501 - a row of a table reads best on one line
"""Which kind of a setting the prompt means: the classroom of rooms, the vineyard of farms. Words as in the lexicon."""

from __future__ import annotations

from functools import cache
from typing import Final

from paddock.storyboard import Shot

_WORDS: Final[dict[str, dict[str, str]]] = {
    "city": {
        "cyber": "cyberpunk, cyberpunk city, megacity, futuristic city, sci fi city, dystopian city, neon city, cyberpunk alley, cyberpunk street, neon alley, neon street, neon lit street, neon lit streets, neon lit alley, neon lit city, neon drenched street, neon soaked street, neon district, 霓虹街头, 霓虹街道, 霓虹灯街道, 霓虹小巷, 霓虹闪烁的街头, 霓虹闪烁的街道, 霓虹闪烁的城市, 霓虹夜市街头, futuristic metropolis, shibuya, shibuya crossing, 赛博朋克, 未来城市, 赛博朋克城市, 赛博朋克都市, 赛博朋克街道, 霓虹都市, 未来都市",
        "rooftop": "rooftop, balcony, roof terrace, 阳台, 露台, 楼顶, 屋顶, 天台", "paris": "paris, 巴黎", "london": "london, 伦敦",
        "industrial": "steampunk city, 蒸汽朋克城市", "ruined": "ruined city, destroyed city, post apocalyptic city, abandoned city, 废墟城市, 末日城市, 废弃的城市, 废弃城市",
    },
    "street": {
        "chinese": "kyoto street, 京都街道, chinese street, ancient chinese street, chinatown, hutong, 老北京胡同, 北京胡同, 北京的胡同, 胡同, 弄堂, 唐人街, 街巷, 灯会, 元宵灯会, 花灯会, 庙会",
        "alley": "alley, side street, narrow street, 小巷, 巷, 巷子",
        "highway": "highway, freeway, motorway, 公路, 高速公路, road, 道路",
        "playground": "playground, 游乐场",
        "tunnel": "road tunnel, highway tunnel, futuristic tunnel, 公路隧道, 隧道公路, 高速隧道",
        "stop": "bus stop, 公交站, 车站",
        "station": "subway station, train station, railway station, metro station, station, subway, 地铁站, 火车站, 地铁",
        "square": "square, plaza, town square, city square, 广场",
    },
    "village": {
        "chinese": "祠堂, 书院, 道观, 武馆, 镖局, ancient chinese town, chinese town, chinese village, ancient chinese village, ancient chinese city, ancient china, tang dynasty, ancient town, old town, ancient village, 古镇, 古城, 古街, 古代, 老街, 庭院, 四合院, 院落, 寨子, 唐朝, 宋朝, 古代街道, 长安城, 长安, 客栈, 故宫, 紫禁城, kyoto, ancient kyoto, kyoto old town, 京都, 云南古镇, 丽江, 丽江古城, 凤凰古城, 大理古城, 古风小镇, 古风街道, 江湖",
        "forum": "ancient rome, roman forum, ancient roman city, roman city, ancient greece, ancient athens, athens, greek temple city, 古罗马, 古罗马城, 古希腊, 雅典",
        "watertown": "water town, 水乡, 江南水乡, 江南, 乌镇, 周庄",
        "market": "market, bazaar, street market, farmers market, marketplace, night market, fair, fairground, christmas market, 集市, 市场, 夜市, 庙会, 古代集市",
        "medieval": "fairy tale kingdom, fairytale village, fairy tale village, medieval town, medieval village, medieval, kingdom, 王国, 童话王国",
    },
    "harbour": {
        "venice": "venice, canal, 威尼斯, 运河",
        "aegean": "santorini island, greek island village, mykonos, 圣托里尼, 圣托里尼岛", "skyline": "sydney harbour, sydney harbor, victoria harbour, 悉尼港, 维多利亚港, 滨海湾",
    },
    "coast": {"blacksand": "black sand beach, iceland black beach, 黑沙滩", "party": "beach party, 沙滩派对", "cliff": "sea cliff, cliffs, 海角"},
    "river": {
        "swamp": "swamp, marsh, wetland, bayou, 沼泽, 湿地", "fjord": "fjord", "lotus": "荷塘, 荷花池, lotus pond",
        "temple": "west lake, 西湖",
    },
    "forest": {
        "birch": "birch forest, 白桦林",
        "blossom": "桃花林, 樱花林, cherry orchard, peach grove, cherry grove",
        "haunted": "dark forest, haunted forest, 黑森林, 迷雾森林",
        "magic": "enchanted forest, fairy forest, magic forest, magical forest, 魔法森林, 奇幻森林",
    },
    "mountains": {
        "cave": "cave, ice cave, crystal cave, 冰洞, 溶洞, cavern, mine, mine shaft, rock cave, 山洞, 洞穴", "canyon": "canyon, quarry, 采石场, gorge, ravine, grand canyon, 峡谷",
        "waterfall": "waterfall, 瀑布", "volcano": "volcano, 火山",
        "temple": "仙山, 昆仑山, 云海仙山, 仙侠世界, 仙界, 云海之上",
        "greatwall": "great wall mountains, 长城脚下",
        "pillars": "yellow mountain, 黄山, zhangjiajie, 张家界, 桂林, 桂林山水, karst mountains", "chimneys": "cappadocia, 卡帕多奇亚",
        "snowy": "himalayan valley, himalayan village, snow mountain, snow mountains, snow capped mountain, snow capped mountains, snowy mountains, snow peaks, snow peak, snowy peak, snowy peaks, snowcapped peaks, mount everest, everest, himalayas, alps, swiss alps, 雪山, 雪山之巅, 雪峰, 雪山顶, 玉龙雪山, 珠峰, 珠穆朗玛峰, 喜马拉雅, 阿尔卑斯",
    },
    "meadow": {
        "lavender": "lavender field, lavender fields, lavender fields in provence, field of lavender, fields of lavender, rows of lavender, 薰衣草田", "tulip": "tulip field, field of tulips, 郁金香花田", "poppy": "poppy field, field of poppies",
        "rape": "油菜花田, 油菜花海, 油菜花, rapeseed, canola field, rapeseed field", "flowers": "flower field, field of flowers, wildflower field, 花海, 花田, 花丛",
        "racetrack": "race track, racetrack, racing track, track, speedway, racing circuit, race circuit, pit lane, formula 1 track, f1 track, grand prix circuit, grand prix, drag strip, 赛道, 赛车场, 赛车跑道, f1赛道, 方程式赛道",
        "arena": "roman arena, gladiator arena, colosseum arena, 角斗场, 斗兽场",
        "stadium": "跑道, stadium, arena, football field, soccer field, baseball field, pitch, soccer pitch, football pitch, sports field, running track, court, tennis court, 足球场, 操场, 校园操场, 学校操场, 足球赛场, 体育场, 赛场, 球场",
        "graveyard": "graveyard, cemetery, churchyard, 墓地, 墓园, 坟场",
        "camp": "campsite, camp, campground, 营地, 露营地",
        "ruins": "ruins, temple ruins, castle ruins, 断壁残垣, ancient ruins, 废墟, 遗迹", "battle": "battlefield, ancient battlefield, war, 战场, 古代战场", "wind": "windmill field, wind farm",
    },
    "farm": {
        "vineyard": "vineyard, grapevine, 葡萄园", "orchard": "orchard, 果园", "tea": "tea plantation, tea field, plantation, 茶园",
        "terraces": "terraced rice fields, rice terraces in bali, rice paddy, rice field, rice terrace, terraced field, paddy field, 稻田, 梯田, 水田",
        "sunflower": "sunflower field, field of sunflowers, fields of sunflowers, 向日葵田, 向日葵花田, 向日葵花海", "corn": "cornfield, corn field, 玉米地",
    },
    "park": {
        "amusement": "amusement park, theme park, 游乐园, 主题公园, 废弃游乐园, 废弃的游乐园, abandoned amusement park", "zoo": "zoo, 动物园",
        "japanese": "japanese garden, zen garden", "chinese": "chinese garden, 园林, 御花园, 苏州园林",
        "garden": "garden, porch, veranda, 门廊, backyard, yard, botanical garden, rose garden, flower garden, patio, front yard, 花园, 院子, 后院, 植物园, 小院",
    },
    "desert": {
        "egypt": "egypt, ancient egypt, 埃及", "oasis": "oasis, 绿洲", "canyon": "badlands, wild west, 西部",
        "western": "western town, ghost town, old west town, frontier town, wild west town", "ruins": "post apocalyptic, wasteland, 废土, 末日, 敦煌",
    },
    "snowfield": {
        "arctic": "arctic, antarctica, antarctic, north pole, south pole, glacier, ice field, ice, polar region, 冰原, 北极, 南极, 冰川, 极地",
        "ski": "ski slope, ski resort, 滑雪场, 雪坡", "rink": "ice rink, frozen lake, skating rink, 冰湖, 冰面, 溜冰场",
    },
    "space": {
        "void": "orbit, orbit around earth, outer space, galaxy, cosmos, nebula, deep space, interstellar, zero gravity, starfield, asteroid belt, milky way, universe, cosmic, 星云, 银河, 银河系, 深空, 失重, wormhole, 虫洞, 星际穿越, hyperspace, warp speed, 太空中, 宇宙空间, 星际, 星河, 外太空, 星系, 宇宙",
        "moon": "lunar surface, moon surface, surface of the moon, on the moon, lunar landscape, moon base, 月球, 月球表面, 月面, 月球上, 月球基地, moon colony",
        "alien": "alien desert, alien landscape, alien world, 外星沙漠, 外星世界, 外星荒漠, alien planet, another planet, 外星球, 异星",
    },
    "underwater": {"wreck": "shipwreck, sunken, 沉船", "ruins": "atlantis, undersea kingdom, underwater city, underwater palace, 龙宫, 海底城, 海底宫殿"},
    "sky": {"isles": "floating islands, sky city, floating island, 天宫, 仙境, 浮空岛"},
    "stage": {
        "white": "white background, white backdrop, 白色背景, 纯白背景, seamless background, pure white background, infinity cove, cyclorama, seamless backdrop, clean background, 白底",
        "black": "black background, on black velvet, black velvet, velvet, 黑色背景, 黑色丝绒, dark background, pitch black background, 深色背景, 纯黑背景, 黑底",
        "plain": "plain background, studio background, solid background, abstract background, gradient background, product shot, product display, display stand, 纯色背景, 渐变背景, 产品展示, 展台, photo studio, photography studio, product studio, studio backdrop, studio lighting background, studio shot, 摄影棚, 影棚, 棚拍, 极简背景, minimalist background, solid color background, pastel background",
        "abstract": "abstract flow, flowing colours, 抽象流动",
    },
    "room": {
        "bedroom": "bedroom, hotel room, dormitory, 卧室, 宿舍", "classroom": "classroom, lecture hall, 教室, 教室里",
        "meeting": "conference room, meeting room, 会议室, 会议室里, boardroom, 董事会, 会议厅, meeting room table, meeting room presentation",
        "office": "office, home office, newsroom, post office, bank, courtroom, 办公室, 银行, 写字楼, 写字楼里, 公司里, 职场, open office, coworking space, 自习室",
        "penthouse": "penthouse, loft, loft apartment, luxury apartment, 高级公寓, 豪华客厅",
        "hospital": "hospital room, hospital, hospital corridor, ward, operating room, clinic, 医院, 手术室, 诊所, 病房, 病床, hospital ward, intensive care unit, 医院病房, 医院走廊",
        "laboratory": "laboratory, observatory, 天文台, lab, 实验室",
        "shop": "shop interior, supermarket, grocery store, pet shop, flower shop, toy store, store, shop, convenience store, 便利店, 深夜便利店, mall, shopping mall, 超市, 商店, 商场, 花店, laundromat",
        "museum": "museum hall, museum, art museum, art museum interior, museum interior, modern art museum, art gallery, gallery, 展厅, 美术馆, 博物馆",
        "gym": "gym, dance studio, yoga studio, basketball court, locker room, skate park, 健身房, 舞蹈室, 篮球馆, 练功房, 篮球场, boxing gym, 拳馆",
        "ring": "out of the ring, into the ring, around the ring, enters the ring, boxing ring, wrestling ring, in the ring, in a ring, boxing match, mma cage, octagon, ufc, 拳击台, 擂台, 拳台, 拳击场, 拳击赛, 八角笼",
        "bathroom": "bathroom, spa, 浴室, hot spring, 温泉",
        "greenhouse": "greenhouse, conservatory, glasshouse, 温室, 花房",
        "workshop": "watchmaker's shop, clockmaker's shop, watchmaker's workshop, clock shop, watch repair shop, 钟表店, 修表店, 钟表铺, workshop, garage, barbershop, hair salon, tailor shop, salon, art studio, studio, forge, 工作室, 画室, 工坊, 车库, 铁匠铺, 理发店, 裁缝店",
        "factory": "factory, warehouse, 车间, 仓库, 工厂, construction site, 工地",
        "airport": "airport, waiting hall, waiting room, 机场", "cinema": "cinema, movie theater, 电影院",
        "palace": "throne room, palace hall, ballroom, castle hall, palace, 宫殿内, 大殿, 宫殿, 皇宫",
        "temple": "temple hall", "church": "church interior, cathedral interior, stained glass cathedral, stained glass cathedral interior, inside a cathedral, 教堂内, 大教堂内部, 教堂内部, 大教堂里", "tatami": "茶室, 中式茶室, 新中式茶室, 茶室里, tatami room, dojo, tea room, 和室, 道场",
        "attic": "attic, ski lodge, mountain lodge, basement, log cabin interior, cabin interior, barn interior, 阁楼, 地下室",
        "ship": "spaceship interior, submarine interior, 潜水艇里, control room, cockpit, 控制室, 驾驶舱, space station corridor, spaceship corridor, spacecraft corridor, space station interior, inside a space station, inside a spaceship, inside the spaceship, inside a spacecraft, spaceship bridge, starship bridge, spacecraft interior, space capsule, space station module, sci fi corridor, sci fi hallway, futuristic corridor, 太空站走廊, 空间站走廊, 飞船走廊, 空间站内, 太空站内, 空间站内部, 太空舱, 太空舱内, 飞船内部, 飞船内, 飞船驾驶舱, 宇宙飞船内, 舰桥, 科幻走廊, 未来走廊",
        "datacenter": "data center, data centre, 数据中心, 机房, server room",
        "carriage": "subway car interior, 地铁车厢, train carriage interior",
        "pool": "indoor pool, swimming pool, pool, 游泳池", "dungeon": "tunnel, cellar, wine cellar, crypt, bunker, tomb, mine tunnel, 地窖, 防空洞, 墓室, prison, dungeon, prison cell, jail, subway tunnel, 监狱, 地牢, tunnel, sewer, underground tunnel, 隧道",
        "corridor": "corridor, hallway, elevator hall, 走廊", "hall": "fancy party, cocktail party, dinner party, gala, masquerade ball, hall, courthouse, 法院, 法庭, bank branch, wedding hall, 婚礼现场, banquet hall, 宴会厅, lobby, bank lobby, 酒店大堂, hotel lobby, dining hall, 大厅, 厅堂, 大堂",
        "nursery": "birthday party, house party, costume party, 生日派对, 生日聚会, child's bedroom, children's bedroom, kids bedroom, kid's bedroom, kid's room, kids room, nursery, nursery room, playroom, toy room, gaming room, 电竞房, 电竞室, gaming setup, 游戏房, 儿童房, arcade",
        "music": "recording studio, 录音棚, 琴房",
    },
    "kitchen": {
        "cafe": "cafe, coffee house, coffee shop, coffeehouse, bakery, bakery interior, tea house, teahouse, ice cream parlor, 咖啡馆, 咖啡厅, 茶馆, 茶楼, 面包店, 甜品店, 奶茶店, bubble tea shop, 咖啡店, 咖啡厅里",
        "bar": "bar, pub, tavern, jazz bar, 酒吧, 酒馆, 小酒馆",
        "restaurant": "restaurant, diner, bistro, noodle shop, cafeteria, canteen, steakhouse, sushi bar, ramen shop, pizzeria, 餐厅, 饭店, 食堂, 餐馆, 面馆, 酒楼, 火锅店, 拉面馆, 火锅餐厅, sushi restaurant, izakaya, 居酒屋, 中餐厅, 西餐厅",
    },
}  # fmt: skip


@cache
def _table() -> dict[tuple[str, str], str]:
    return {
        (setting, word): flavour
        for setting, flavours in _WORDS.items()
        for flavour, words in flavours.items()
        for word in words.split(", ")
    }


def flavour(setting: str, shot: Shot) -> str:
    """The kind of the setting that the shot's words for it name; empty for the plain one."""
    if shot.setting is None:
        return ""
    words = shot.setting.words.lower()
    table = _table()
    return table.get((setting, words)) or table.get((setting, words.removesuffix("s"))) or ""


def words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Setting to its kinds, and each kind to the words that name it."""
    return {
        setting: {kind: tuple(said.split(", ")) for kind, said in kinds.items()} for setting, kinds in _WORDS.items()
    }
