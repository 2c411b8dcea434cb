"""The names that a recogniser cannot know (热词): places and units of the city."""

import dataclasses
import re
from collections.abc import Iterator

from zhixi.assist.city import City

# What many names end in, and what is therefore heard well: it says nothing of which name it is.
GENERIC = re.compile(
    "(?:街道办事处|街道办|街道|社区居委会|社区|居委会|村委会|村民委员会|委员会|新村|小区|花园|家园|公寓|大厦|大楼|广场|商场|超市|市场|农贸市场|"
    "医院|学校|小学|中学|大学|学院|幼儿园|公园|酒店|宾馆|大道|高速|公路|[东西南北中]路|路|大街|街|巷|胡同|区|县|镇|乡|村|市|"
    "管理局|管理处|服务中心|办证中心|中心|分局|支队|大队|公司|局|委|办|厅|处|站|所|院|桥|河|湖|岛|门|码头|机场|车站|火车站|派出所)$"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written. kind: as the gazetteer's, "unit", or "word". core: characters before a generic ending."""

    text: str
    kind: str = "word"
    district: str = ""

    @property
    def core(self) -> int:
        ending = GENERIC.search(self.text)
        return ending.start() if ending and ending.start() >= 1 else len(self.text)


_SHORTER = (
    ("街道办事处", "街道"),
    ("社区居委会", "社区"),
    ("社区居民委员会", "社区"),
    ("村民委员会", "村委会"),
    ("村委会", "村"),
)


def said_shorter(name: str) -> Iterator[str]:
    """What callers say for it: 海府路街道办事处 is 海府路街道."""
    for long, short in _SHORTER:
        if name.endswith(long):
            yield name.removesuffix(long) + short


def names_of(city: City) -> Iterator[Name]:
    """The city's places and units under all the names that they go by."""
    if city.name:
        yield Name(city.name, "city")
        yield Name(city.name.removesuffix("市"), "city")
    for place in city.places:
        for text in (place.name, *place.aliases):
            yield Name(text, place.kind, place.district)
            for short in said_shorter(text):
                yield Name(short, place.kind, place.district)
    for unit in city.units:
        for text in (unit.name, unit.short_name, *unit.aliases):
            if text:
                yield Name(text, "unit", unit.district)
