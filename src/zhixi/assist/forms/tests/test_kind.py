"""What kind of request a talk is, and how urgent."""

import pytest

from zhixi.assist.forms import Filler
from zhixi.assist.forms.tests.talks import CITY, talk


def form(text):
    return Filler(CITY).fill(talk(text)).form()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A: 请讲。\nC: 我想夸夸我们这儿扫雪的师傅，麻烦带个话，说谢谢他们。", "表扬"),
        ("A: 请讲。\nC: 我给你们出个主意，放假那几天桃花路干脆搞单行。", "建议"),
        ("A: 请讲。\nC: 公园里没地方喝水，能不能也装几台饮水机？", "建议"),
        ("A: 请讲。\nC: 后半夜有人在河滩烧电线卖铜。\nA: 需要保密吗？\nC: 保密保密。", "举报"),
        ("A: 请讲。\nC: 优待证在车上弄丢了，去哪里补，要多久？", "咨询"),
        ("A: 请讲。\nC: 我不投诉，就想知道卡里的钱找哪个部门，要准备啥材料。", "咨询"),
        ("A: 请讲。\nC: 老板把我拉黑了，上个月工资不给，我要告他。", "投诉"),
        ("A: 请讲。\nC: 民宿不退押金，说床单弄脏了，凭啥。", "投诉"),
        ("A: 请讲。\nC: 我包落出租车上了，帮我找一找。", "求助"),
        ("A: 请讲。\nC: 院子里停水了，一滴都没有。", "求助"),
    ],
)
def test_the_kind_is_known_from_plain_and_roundabout_words(text, kind):
    assert form(text)["request_type"] == kind


def test_who_turns_down_the_word_complaint_does_not_complain():
    said = form("A: 您要投诉这家店吗？\nC: 不投诉，我就打听一下退卡要带什么材料。")
    assert said["request_type"] == "咨询"


def test_an_earlier_order_that_brought_nothing_is_a_complaint_though_something_is_broken():
    text = "A: 请讲。\nC: 我去年打过电话的，桥头塌下去了，工单说处理好了，根本没人来修。"
    said = form(text)
    assert (said["request_type"], said["urgency"]) == ("投诉", "一般")


def test_what_was_mended_neither_asks_for_help_nor_is_urgent():
    text = "A: 请讲。\nC: 楼里燃气管漏气，满楼道都是味儿。\nA: 现在还漏吗？\nC: 不漏了，早修好了。墙上的洞没人管，一个推一个。"
    said = form(text)
    assert (said["request_type"], said["urgency"]) == ("投诉", "一般")


def test_what_was_mended_and_leaks_again_is_urgent():
    text = "A: 请讲。\nC: 燃气管漏气，昨天修好了。\nA: 现在呢？\nC: 现在又漏气了，味道很大。"
    assert form(text)["urgency"] == "特急"


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("天桥的护栏掉了一截，悬在外面，底下就是车道，快来人。", "紧急"),
        ("水管爆了，水往地下车库里灌，赶紧来人关阀。", "紧急"),
        ("我爸爸走失了，他有老年痴呆。", "紧急"),
        ("老人倒在地上叫不醒了，帮我叫人。", "特急"),
        ("楼道灯不亮，帮我们修一下。", "一般"),
        ("院子里停水了，帮忙问问什么时候来水。", "一般"),
    ],
)
def test_urgency_follows_what_cannot_wait(words, level):
    assert form(f"A: 请讲。\nC: {words}")["urgency"] == level


def test_who_is_still_at_it_makes_a_report_urgent():
    said = form("A: 请讲。\nC: 我举报，十八楼有人赌博，现在正打着呢，去晚了就散了。")
    assert (said["request_type"], said["urgency"]) == ("举报", "紧急")


def test_a_talk_without_a_matter_has_no_kind():
    assert form("A: 请讲。\nC: 喂，听得到吗？")["request_type"] is None
