"""The words of an invented order: its place, its people, and the slots of a situation filled in."""

import dataclasses
import datetime as dt
import random
import re

from zhixi.assist.city import City, Place

POI_KINDS = {
    "estate": ("小区", "花园", "家园", "名苑", "花苑", "雅筑", "新村", "松涛苑", "茶溪人家", "织锦里"),
    "school": ("小学", "中学", "学校"),
    "market": ("市场", "夜市", "商业街", "百货", "购物中心"),
    "hospital": ("医院", "卫生院", "保健院", "卫生服务中心"),
    "park": ("公园", "广场"),
    "factory": ("工业园", "工业区", "产业园"),
    "hall": ("政务服务中心",),
    "tour": ("景区", "沙滩公园", "体育馆"),
    "bus": ("枢纽站", "总站", "广场", "医院", "中学", "百货"),
}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
GIVEN_MALE = "伟强磊军勇涛明超平刚辉鹏华飞波斌杰浩凯健俊帆峰建国志文海东成林云山松川岩"
GIVEN_FEMALE = "芳娜敏静丽艳娟霞秀兰玲桂英梅雪琴倩颖洁燕慧婷雯琳晴月荷苹菊萍莲巧"
FIRMS = ("汐岭", "鹿川", "澜桥", "望榆", "汀云", "榆溪", "松屿", "岭禾")
TRADES = ("服饰", "电子", "食品", "建材", "物流", "家具", "装饰", "商贸")


@dataclasses.dataclass(frozen=True)
class Scene:
    """Where a request plays. Empty names where it plays nowhere in the city."""

    district: str = ""
    street: str = ""
    community: str = ""
    road: str = ""
    poi: str = ""
    river: str = ""
    number: int = 0
    written: bool = True  # False: the words may name the road, but the order has no place

    @classmethod
    def of(cls, row: dict, city: City, rng: random.Random) -> "Scene":
        if row.get("street"):
            home = next(p.district for p in city.places if p.kind == "street" and p.name == row["street"])
            return cls(home, row["street"], "", row["road"], row["poi"])
        place = _pick(city, row["place"], rng)
        if not place:
            road = rng.choice(_of_kind(city, "road"))
            return cls(road.district, road.street, "", road.name, written=False)
        near = [p for p in city.places if p.district == (place.district or p.district) and p.kind == "road"]
        road = rng.choice([p for p in near if p.street == place.street] or near)
        names = {place.kind: place.name} if place.kind in ("poi", "river", "community") else {}
        street = "" if place.kind == "river" else road.street
        spot = rng.randrange(2, 190) if place.kind == "road" else 0
        home = {"district": road.district, "street": street, "road": road.name, "number": spot}
        return cls(**(home | names | ({"road": place.name} if place.kind == "road" else {})))

    def columns(self) -> dict:
        if not self.written:
            return dict.fromkeys(("district", "street", "community", "road", "poi", "address_text"), "")
        road = "" if self.community or self.river else self.road
        spot = f"{self.number}号附近" if self.number else ""
        text = f"{self.district}{self.street}{road}{spot}{self.poi or self.community or self.river}"
        where = {"district": self.district, "street": self.street, "community": self.community}
        return where | {"road": road, "poi": self.poi, "address_text": text}

    def at(self, rng: random.Random) -> str:
        if self.poi:
            return rng.choice(
                [self.poi, f"{self.district}{self.poi}", f"{self.district}{self.road}{self.poi}"]
            )
        spot = rng.choice(["", f"{self.number}号附近", f"{self.number}号门口"]) if self.number else ""
        return rng.choice([self.road, f"{self.district}{self.road}", f"{self.street}{self.road}"]) + spot

    def slots(self, rng: random.Random, received: dt.datetime) -> dict:
        places = {"district": self.district, "road": self.road, "poi": self.poi, "river": self.river}
        near = f"{self.road}附近"
        return (
            places
            | {"at": self.at(rng), "community": self.community, "near": near}
            | _times(rng, received)
            | _amounts(rng)
        )


def _pick(city: City, kind: str, rng: random.Random) -> Place | None:
    if kind in ("none", "online"):
        return None
    if kind == "village":
        return rng.choice([p for p in city.places if p.kind == "community" and p.name.endswith("村")])
    if kind in POI_KINDS:
        return rng.choice([p for p in city.places if p.kind == "poi" and p.name.endswith(POI_KINDS[kind])])
    return rng.choice(_of_kind(city, kind))


def _of_kind(city: City, kind: str) -> list[Place]:
    return [p for p in city.places if p.kind == kind]


def _times(rng: random.Random, received: dt.datetime) -> dict:
    before = received - dt.timedelta(days=rng.randrange(1, 6))
    day = f"{before.month}月{before.day}日"
    hour = received.hour
    just_now = [f"今天{hour}点左右", "刚才", "半小时前"] if hour >= 7 else ["刚才", "凌晨"]
    return {
        "day": rng.choice([day, "昨天", "前天", f"{day}上午", f"{day}下午"]),
        "when": rng.choice([*just_now, *(["今天早上", "今天一早"] if hour > 8 else [])]),
        "night": rng.choice(["昨天夜里", "前天晚上十一点多", "连续几个晚上", f"{day}深夜", "昨晚十点半以后"]),
        "evening": rng.choice(["昨天晚上七点多", "昨天傍晚", f"{day}晚上", "昨晚下班时"]),
        "morning": rng.choice(["今天早上九点多", "昨天上午", f"{day}上午"]) if hour > 9 else "昨天上午",
        "since": rng.choice(["最近一周", "这半个月", "连续好几天", "这一个多月", "最近三天", "上个月开始"]),
        "days": rng.choice(["一周", "十天", "半个月", "二十多天"]),
        "month": f"{(received.month - 4) % 12 + 1}月",
        "next_month": "下个月" if received.month < 12 else "明年一月",
        "next_year": str(received.year + 1),
    }


def _amounts(rng: random.Random) -> dict:
    first, last = rng.choice([("1.2", "1.6"), ("1.5", "1.9"), ("0.9", "1.3"), ("2.1", "2.6")])
    return {
        "n": rng.randrange(2, 10),
        "few": rng.randrange(3, 7),
        "tens": rng.randrange(12, 60),
        "yuan": rng.choice([180, 260, 380, 499, 680, 960, 1280, 1680, 2400, 2980, 3600]),
        "wan": rng.randrange(12, 90),
        "age": rng.choice([65, 66, 67, 68, 70]) if rng.random() < 0.5 else 30,
        "floor": rng.randrange(3, 18),
        "bus": rng.choice([3, 7, 11, 12, 17, 21, 26, 33, 38, 42, 56, 61, 105]),
        "plate": f"屏A{rng.randrange(0, 999):05}",  # no province has this first character
        "firm": f"{rng.choice(FIRMS)}{rng.choice(TRADES)}公司",
        "p1": first,
        "p2": last,
    }


def fill(rng: random.Random, text: str, slots: dict) -> str:
    """Take one of each "[a|b]" and put the slots in. A slot without a value is a mistake: KeyError."""
    text = re.sub(r"\[([^\[\]]*)\]", lambda m: rng.choice(m.group(1).split("|")), text)
    return re.sub(r"\{(\w+)\}", lambda m: str(slots[m.group(1)]), text)


class People:
    """Invented callers. Some call again; no telephone of theirs can exist."""

    def __init__(self, rng: random.Random):
        self.rng, self.known, self.phones = rng, [], set()

    def next(self, row: dict) -> tuple[str, str, str]:
        """Name, gender and telephone of whoever calls now; an event may name its caller."""
        if row.get("caller_phone"):
            return row["caller_name"], row["caller_gender"], row["caller_phone"]
        if self.known and self.rng.random() < 0.09:
            return self.rng.choice(self.known)
        woman = self.rng.random() < 0.5
        given = GIVEN_FEMALE if woman else GIVEN_MALE
        name = self.rng.choice(SURNAMES) + "".join(self.rng.sample(given, self.rng.choice([1, 2, 2])))
        person = (name, "female" if woman else "male", self._phone())
        self.known.append(person)
        return person

    def _phone(self) -> str:
        while True:
            mobile = self.rng.random() < 0.93
            phone = (
                f"1390000{self.rng.randrange(10000):04}"
                if mobile
                else f"0001-620{self.rng.randrange(100000):05}"
            )
            if phone not in self.phones:
                self.phones.add(phone)
                return phone
