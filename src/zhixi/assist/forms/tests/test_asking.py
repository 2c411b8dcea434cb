"""What to ask next: the elements of the matter's category, in the order of a good agent, gone once answered (追问)."""

import pathlib

import pytest

from zhixi.assist.city import Category, City, read_city
from zhixi.assist.forms import Filler
from zhixi.assist.forms.asking import WORDINGS
from zhixi.assist.forms.facts import ELEMENTS
from zhixi.assist.forms.tests.talks import CITY, talk

TREE = City(
    categories=(
        Category("1", ("公用事业", "供水", "停水"), ("停水", "没水"), ("place", "time", "scope")),
        Category("2", ("消费", "预付卡"), ("充值", "预付卡", "退卡"), ("subject", "amount")),
        Category("3", ("交通", "出租车"), ("出租车", "绕路"), ("plate", "time", "place", "amount")),
        Category("4", ("市政", "井盖"), ("井盖",), ("place", "injury")),
        Category("5", ("公用事业", "水费"), ("水费", "水表"), ("account", "place")),
    ),
)
FILLER = Filler(TREE)


def asked(text: str) -> list[str]:
    return [question.field for question in FILLER.fill(talk(text)).missing]


@pytest.mark.parametrize(
    ("said", "element", "answer"),
    [
        ("我要投诉，停水了，早上起来就没水。", "scope", "整栋楼都没水。"),
        ("我要投诉，预付卡的钱不给退。", "amount", "充了八百块。"),
        ("我要投诉出租车绕路，乱收费。", "plate", "车牌是屏A一二三四五。"),
        ("我要投诉水费不对，水表转得快。", "account", "户号是一二三四五六七八。"),
        ("路上井盖没了，好危险，快来修。", "injury", "没有人受伤。"),
    ],
)
def test_what_the_category_wants_is_asked_until_it_is_told(said, element, answer):
    assert element in asked(f"A: 请讲。\nC: {said}")
    assert element not in asked(f"A: 请讲。\nC: {said}\nA: 嗯。\nC: {answer}")


def test_a_question_that_was_asked_and_answered_in_any_words_is_closed():
    text = "A: 请讲。\nC: 我要投诉出租车绕路，乱收费。\nA: 车牌号您记得吗？\nC: 天太黑，记不得了。"
    assert "plate" not in asked(text)


def test_what_other_categories_want_is_not_asked():
    found = asked("A: 请讲。\nC: 我要投诉，停水了，早上起来就没水。")
    assert not {"plate", "amount", "account", "subject"} & set(found)


def test_people_come_before_the_place_and_the_caller_comes_last():
    found = asked("A: 请讲。\nC: 路上井盖没了，有人掉下去了，快来。")
    assert found[0] == "injury"
    assert found.index("incident_address") < found.index("caller_name") < found.index("contact_phone")


def test_particulars_stand_between_the_scene_and_the_demand():
    found = asked("A: 请讲。\nC: 我要投诉出租车绕路，乱收费。")
    assert found.index("incident_address") < found.index("plate") < found.index("caller_name")


def test_a_category_without_a_scene_asks_for_none():
    found = asked("A: 请讲。\nC: 我要投诉，预付卡的钱不给退。")
    assert "incident_address" not in found and "incident_time" not in found


def test_without_a_category_the_scene_is_asked():
    found = [q.field for q in Filler(City()).fill(talk("A: 请讲。\nC: 我要投诉，停水了。")).missing]
    assert {"incident_address", "incident_time"} <= set(found)
    assert not set(ELEMENTS) & set(found)


def test_danger_asks_for_the_hurt_whatever_the_category():
    assert "injury" in [q.field for q in Filler(CITY).fill(talk("A: 请讲。\nC: 着火了，快来！")).missing]


def test_the_demonstration_city_names_only_elements_that_can_be_asked():
    city = read_city(pathlib.Path(__file__).parents[5] / "city")
    leaves = [
        c
        for c in city.categories
        if not any(o.path[: len(c.path)] == c.path and o != c for o in city.categories)
    ]
    known = set(ELEMENTS) | {"place", "time", "phone"}
    assert leaves and all(leaf.elements for leaf in leaves)
    assert not {element for leaf in leaves for element in leaf.elements} - known


def test_every_question_is_one_polite_sentence():
    for words in [*WORDINGS.values(), *(element.wording for element in ELEMENTS.values())]:
        assert words.startswith("请问") or words.startswith("处理") and len(words) < 40
