"""A number or a name that nobody said is found, however it is written; what was said never is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.forms.addresses import Gazetteer
from zhixi.assist.forms.tests.talks import CITY, LAMPS, letter, talk
from zhixi.assist.forms.unsaid import unsaid

TALK = talk(
    """
    A: 您好，云州12345热线，请讲。
    C: 我在望江路十八号桂花苑，昨天晚上九点五十，在大润发买了两百六十块钱的东西，三分之一是坏的。
    A: 是望江路二十八号吗？
    C: 不是，十八号。十二月三十一号我还去过，充了一千二，等了半个小时，KK馆的人不给退。
    A: 好的温先生，请市场监管部门核实，一三九零零零零一二三四是您的电话吗？
    C: 对。
    """,
    ani="13900005678",
)
SAID = [
    "市民在望江路18号桂花苑反映",
    "昨天晚上9点50分",
    "2026年3月17日21:50在大润发",
    "消费260元，其中三分之一",
    "12月31日充值1200元",
    "充值1,200元",
    "等候半小时、等了30分钟",
    "kk馆不予退款",
    "温先生来电，电话13900001234",
    "来电号码13900005678",
    "请市场监管部门核实",
    "千万不要一旦十分着急",
    "相关部门、有关公司、该小区",
    "物业经理不予退款，工作人员、司机何时处理",
    "希望温馨提示，安排打扫，方便市民",
]
UNSAID = [
    ("市民在望江路28号反映", "28"),  # said by the agent, denied by the caller
    ("昨天22:40", "22"),
    ("消费360元", "360"),
    ("七次反映", "七"),
    ("2024年12月", "2024"),
    ("电话13900009999", "13900009999"),
    ("在沃尔玛购物", "沃尔玛"),
    ("望江路和清水路", "清水路"),
    ("陈先生来电", "陈"),
    ("市民张大伟反映", "张大伟"),
    ("物业王建国拒绝退款", "王建国"),
    ("经理李伟不给退", "李伟"),
    ("村支书符永明占用", "符永明"),
    ("张丽华说不能退", "张丽华"),
    ("KTV扰民", "KTV"),
    ("请城管局处理", "城管"),
    ("转朝阳派出所", "朝阳"),
    ("依据《消费者保护法》", "消费者保护法"),
    ("位于北山区", "北山区"),
]


@pytest.mark.parametrize("text", SAID)
def test_what_was_said_may_be_written_in_figures(text):
    assert unsaid(text, TALK) == ()


@pytest.mark.parametrize(("text", "found"), UNSAID)
def test_a_number_or_name_that_nobody_said_is_found(text, found):
    assert found in unsaid(text, TALK, city=Gazetteer(CITY))


def test_what_the_office_knows_otherwise_may_be_written():
    assert unsaid("东湖区望江路", TALK, city=Gazetteer(CITY)) == ("东湖区",)
    assert unsaid("东湖区望江路", TALK, city=Gazetteer(CITY), known=["东湖区"]) == ()


def test_a_letter_speaks_for_itself():
    assert unsaid("望江路18号路灯3盏不亮", letter("望江路18号有三盏路灯不亮。")) == ()
    assert unsaid("望江路18号路灯5盏不亮", letter("望江路18号有三盏路灯不亮。")) == ("5",)


CLAUSES = [piece for u in talk(LAMPS).utterances for piece in re.split("[。？]", u.text) if piece]


@given(st.lists(st.sampled_from(CLAUSES), max_size=8))
def test_the_words_of_the_talk_themselves_were_said(pieces):
    assert unsaid("。".join(pieces), talk(LAMPS)) == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_against_any_talk_gives_pieces_of_the_text(text, said):
    for found in unsaid(text, talk(f"C: {said.replace(chr(10), ' ') or '嗯'}".splitlines()[0])):
        assert found in text


@pytest.mark.parametrize(
    "text", ["一" * 100_000, "路" * 100_000, "1" * 100_000, "《" * 100_000, "😀\x00<b>" * 20_000]
)
def test_a_hundred_thousand_characters_are_only_data(text):
    assert all(found in text for found in unsaid(text, TALK))
    assert unsaid("望江路58号", letter(text))
