import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.safety import alarms, alarms_in
from zhixi.assist.safety.dangers import DANGERS
from zhixi.assist.safety.signs import LABELS, SIGNS
from zhixi.assist.safety.tests import sets
from zhixi.assist.talk import Conversation, Leg, Utterance

KINDS = set(DANGERS) | set(LABELS)
RAISED = [
    ("suicide", "我真的不想活了，活着没意思。"),
    ("suicide", "有个女的站在楼顶要跳下来，你们快来。"),
    ("suicide", "邻居说他要自杀，门锁着。"),
    ("drowning", "有个小孩掉到河里去了！"),
    ("drowning", "水库这边有人落水了。"),
    ("gas", "楼道里好大的煤气味。"),
    ("gas", "我家燃气管漏了，嘶嘶响。"),
    ("electricity", "高压线掉在路中间，还冒火花。"),
    ("electricity", "路灯杆漏电，我的狗被电了一下。"),
    ("fire", "着火了，三楼阳台在冒浓烟！"),
    ("collapse", "后面的围墙塌了，压着一辆车。"),
    ("violence", "楼下有人拿着刀追人。"),
    ("violence", "我老公又打我，家暴，我躲在厕所里。"),
    ("trapped", "电梯坏了，我们五个人被困在里面。"),
    ("missing_child", "我儿子不见了，刚刚还在公园门口。"),
    ("food_poisoning", "我们吃了那家的盒饭，十几个人上吐下泻。"),
    ("manhole", "路中间井盖没了，好大一个洞。"),
]
QUIET = [
    "昨天着火了，后来已经扑灭了，没事。",
    "井盖丢了的事昨天已经补上了。",
    "电梯关人，昨天已经修好了。",
    "我儿子找到了，刚才不见了一会。",
    "万一着火了怎么跑，通道都堵死了。",
    "如果煤气漏了谁负责？",
    "新闻上说那边着火了，我问一下是不是真的。",
    "电视剧里跳楼那种。",
    "物业气得我要死。",
    "没有着火，就是有点糊味。",
    "我想问一下消防演练什么时候搞，起火了往哪里跑。",
    "去年楼下着火烧坏的墙到现在没刷。",
    "房子漏水，天花板发霉。",
    "能不能给孩子打预防针。",
    "停水两天了。",
    "我要咨询食物中毒保险怎么理赔。",
]


@pytest.mark.parametrize(("kind", "words"), RAISED)
def test_a_danger_that_is_said_is_heard(kind, words):
    assert kind in {found[0] for found in alarms_in(words)}


@pytest.mark.parametrize("words", QUIET)
def test_what_is_over_or_supposed_or_told_is_quiet(words):
    assert alarms_in(words) == ()


def test_every_sign_is_of_a_kind_that_can_be_shown():
    assert set(SIGNS) <= KINDS and not set(DANGERS) & set(LABELS)


def talk(*lines):
    now = dt.datetime(2026, 3, 18, 12, tzinfo=dt.UTC)
    return Conversation(now, tuple(Utterance(n, leg, n, n + 1, text) for n, (leg, text) in enumerate(lines)))


def test_an_alarm_names_its_words_and_their_place():
    conversation = talk((Leg.AGENT, "请讲。"), (Leg.CALLER, "快点，这边着火了！"))
    (alarm,) = alarms(conversation)
    assert (alarm.kind, alarm.utterance, alarm.label) == ("fire", 1, "火灾")
    assert conversation.utterances[1].text[alarm.start : alarm.end] == alarm.words == "着火"


def test_what_the_agent_asks_raises_nothing():
    assert alarms(talk((Leg.AGENT, "是着火了吗？"), (Leg.CALLER, "不是，就是路灯不亮。"))) == ()


def test_a_danger_is_raised_once():
    assert len(alarms(talk((Leg.CALLER, "着火了"), (Leg.CALLER, "着火了，快来")))) == 1


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="着火了电梯困在煤气味漏跳楼井盖没昨天已经修好如果，。！？a\x00😀", max_size=80))
def test_any_words_give_spans_inside_them(text):
    for kind, start, end in alarms_in(text):
        assert kind in KINDS and 0 <= start < end <= len(text)


def test_a_hundred_thousand_characters_are_only_data():
    assert alarms_in("哈" * 100_000) == ()


def test_nearly_every_danger_of_the_labelled_utterances_is_raised_as_what_it_is():
    dangers = sets.raised()
    assert len(dangers) >= 150 and {kind for kind, _ in dangers} == KINDS
    missed = [text for kind, text in dangers if kind not in {found[0] for found in alarms_in(text)}]
    assert len(missed) <= 0.02 * len(dangers), missed


def test_hardly_anything_else_of_the_labelled_utterances_is_raised():
    others = sets.quiet()
    assert len(others) >= 200
    wrong = [text for text in others if alarms_in(text)]
    assert len(wrong) <= 0.01 * len(others), wrong


@pytest.mark.parametrize(
    ("said", "again"),
    [
        ("井盖昨天补好了", "，今天井盖又丢了"),
        ("燃气管上周修好了", "，现在又漏气了"),
        ("火扑灭了", "，现在又着火了"),
    ],
)
def test_what_was_over_and_began_again_is_raised(said, again):
    assert alarms_in(said) == () and alarms_in(said + again)


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("有人处电了", "electricity"),
        ("着获了快来", "fire"),
        ("路上井该没了", "manhole"),
        ("食物中独了", "food_poisoning"),
    ],
)
def test_a_word_of_danger_is_known_by_its_sound(heard, meant):
    (found, *_) = alarms_in(heard)
    assert found[0] == meant


@pytest.mark.parametrize(
    "text", ["户政处电话多少", "相关人员没来", "停电到现在", "捆绑价太高", "随着货车经过", "年轻生命可贵"]
)
def test_words_that_only_sound_or_look_like_danger_are_quiet(text):
    assert alarms_in(text) == ()


@pytest.mark.parametrize(
    "text", ["着火" * 50_000, "人" * 100_000, "井盖，" * 30_000, "他说要" * 30_000, "\x00😀<b>火</b>" * 9_000]
)
def test_hostile_text_is_only_data(text):
    for kind, start, end in alarms_in(text):
        assert kind in KINDS and 0 <= start < end <= len(text)
