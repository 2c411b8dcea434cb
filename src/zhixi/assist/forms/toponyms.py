"""Whether what was heard can be a place's name as it stands (地名用字): then sound alone is no reason to write another.

A gazetteer never has every village and shop. In a talk that was heard well a caller's 塘口村 is 塘口村, though the city
knows only a 潭口村; where the talk is full of misheard words the nearest name is the likelier.
"""

from collections.abc import Iterable

from zhixi.assist.forms.gazetteer import Gazetteer
from zhixi.assist.talk import Mark

# Of these a city has all there are: another one was misheard.
CLOSED = ("district", "street")
CHARACTERS = frozenset(
    "东西南北中上下前后内外左右大小新老长高平安永和福寿康宁庆吉祥兴隆昌盛荣华富贵金银铜铁玉珠宝龙凤虎马牛羊鹤鹿鱼燕莺鸡鸭鹅山水江河湖海溪泉池塘潭湾港滩洲岛屿"
    "沙石岩岭坡坪坝坑洞沟谷冲峰崖林森木松柏杨柳桃李梅兰竹菊桂花荷莲枫榕樟桐槐桑麻茶果椰椿梨杏枣葵芦苇田园庄村屯寨堡城门桥渡口井亭台楼阁寺庙塔观宫坊市街店铺仓场营关卡岗"
    "旗星光明月阳云雨风雪天地春夏秋冬红黄蓝绿青白黑紫赤丹文武德仁义礼信善学士贤圣民众太古仙美丽秀英才智勇谐建设解放胜利团结友谊进步先锋朝霞滨堤圩埠头尾厝墩仔岙浦塍垌峒"
    "堂祠里弄巷苑庭府院轩墅湖景丰乐居合顺泰嘉恒锦绣翠碧澜涛波清源润泽沧浪潮汐洋灵仁卫城池厂矿站灯铁渔盐窑砖瓦炮箭帆船锚王张刘陈赵周吴徐孙胡朱郭何罗高梁郑谢宋唐许邓冯韩曹曾彭肖"
    "蔡潘袁于董余叶杜程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方白邹孟熊秦邱侯江尹薛闫雷龙段郝孔邵史毛常万赖顾洪龚符冼邢冯莫宇甸贸州介鼎盈汇悦尚禾晨曦"
)


def standing(marks: Iterable[Mark], text: str, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """(start, end) of each mended name whose words, as they were heard, can be a place's name: marks point into `text`."""
    return [
        (mark.start, mark.end) for mark in marks if _stands(mark.said, text[mark.start : mark.end], gazetteer)
    ]


def _stands(heard: str, meant: str, gazetteer: Gazetteer) -> bool:
    place = gazetteer.places.get(meant)
    if place is None or place.kind in CLOSED or heard[-1] != meant[-1]:
        return False
    other = [char for char, one in zip(heard, meant, strict=True) if char != one]
    return len(heard) > 2 and all(char in CHARACTERS or char in gazetteer.characters for char in other)
