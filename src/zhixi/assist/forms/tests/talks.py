"""Short invented talks for tests: "A: …" lines are the agent's, "C: …" lines the caller's."""

import datetime as dt

from zhixi.assist.city import Category, City, Place
from zhixi.assist.talk import Conversation, Leg, Utterance

CHINA = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2026, 3, 18, 12, 0, tzinfo=CHINA)  # a Wednesday
LEGS = {"A": Leg.AGENT, "C": Leg.CALLER, "M": Leg.MIXED}
CITY = City(
    name="云州市",
    places=(
        Place("district", "东湖区"),
        Place("district", "北山区"),
        Place("road", "望江路"),
        Place("poi", "桂花苑"),
    ),
    categories=(
        Category("1", ("市政", "照明", "路灯不亮"), ("路灯", "不亮")),
        Category("2", ("市政", "道路", "井盖"), ("井盖", "窨井")),
        Category("3", ("环保", "噪音", "施工噪音"), ("施工", "噪音", "扰民")),
    ),
)


def talk(text: str, *, now: dt.datetime = NOON, ani: str = "13900005678") -> Conversation:
    lines = [line.strip() for line in text.strip().splitlines()]
    turns = tuple(
        Utterance(n, LEGS[line[0]], float(n), n + 0.9, line[2:].strip()) for n, line in enumerate(lines)
    )
    return Conversation(now, turns, ani)


def letter(text: str) -> Conversation:
    return Conversation(NOON, (Utterance(0, Leg.MIXED, 0, 0, text),), written=True)


LAMPS = """
A: 您好，云州12345热线，请问有什么可以帮您？
C: 你好，我要投诉，我们小区门口的路灯坏了半个月了，一直没人修。
A: 请问是哪个小区？
C: 望江路十八号，桂花苑。
A: 望江路十八号桂花苑，是东湖区，对吗？
C: 对，东湖区。
A: 什么时候开始不亮的？
C: 三月二号晚上就不亮了。
A: 您的诉求是请市政部门尽快修好路灯，对吗？
C: 对，尽快修。
A: 先生您贵姓？
C: 免贵姓温。
A: 温先生，您留个电话？
C: 幺三九，四个零，幺二三四。
A: 一三九零零零零一二三四，对吧？
C: 对。
A: 好的，工作人员会联系您，再见。
"""
