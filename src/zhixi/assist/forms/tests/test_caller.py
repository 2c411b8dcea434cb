"""Who calls, and how to reach them."""

import pytest

from zhixi.assist.forms import Filler
from zhixi.assist.forms.tests.talks import CITY, talk


def form(text, **kinds):
    return Filler(CITY).fill(talk(text, **kinds)).form()


def test_a_bare_surname_answers_the_question():
    assert form("A: 先生您贵姓？\nC: 陈。")["caller_name"] == "陈先生"


def test_a_surname_explained_by_a_word_is_not_the_word():
    assert form("A: 女士您贵姓？\nC: 姓羊。\nA: 木易杨吗？\nC: 不是，是牛羊的羊。")["caller_name"] == "羊女士"


def test_a_corrected_surname_replaces_the_first():
    assert form("A: 先生您贵姓？\nC: 姓程。\nA: 陈先生？\nC: 不是，姓程。")["caller_name"] == "程先生"


def test_somebody_elses_surname_is_not_the_callers():
    assert form("A: 请讲。\nC: 司机姓吴，态度很差，我要投诉。")["caller_name"] is None


def test_a_refused_name_stays_empty():
    said = form("A: 您贵姓？\nC: 姓名就不留了。")
    assert said["caller_name"] is None


def test_dictated_groups_over_several_turns_make_one_phone():
    text = "A: 电话留哪个？\nC: 幺三九。\nA: 嗯。\nC: 零零零零。\nA: 嗯。\nC: 幺二三四。"
    assert form(text, ani="")["contact_phone"] == "13900001234"


def test_a_corrected_tail_replaces_the_tail():
    text = "A: 电话是？\nC: 幺三九零零零零幺二三四。\nA: 幺三九零零零零幺二四三？\nC: 不是，幺三九零零零零幺二三四。"
    assert form(text, ani="")["contact_phone"] == "13900001234"


def test_this_number_is_the_calling_number():
    assert form("A: 电话就是这个号码吗？\nC: 对，就这个。")["contact_phone"] == "13900005678"


def test_the_calling_number_alone_is_never_the_callers_word():
    assert form("A: 请讲。\nC: 路灯坏了，你们来修一下。")["contact_phone"] is None


def test_a_number_that_the_agent_gives_out_is_not_the_callers():
    text = "A: 电话我报给您，您记一下。\nC: 好。\nA: 零零零零，六六零零，三三二一。\nC: 零零零零，六六零零，三三……"
    assert form(text)["contact_phone"] is None


def test_a_landline_keeps_its_area_code():
    assert (
        form("A: 您留个电话？\nC: 座机吧，零零零幺，六二零三，零五幺二。")["contact_phone"] == "000162030512"
    )


@pytest.mark.parametrize(("answer", "secret"), [("要保密，一定要保密。", True), ("不用保密。", False)])
def test_secrecy_is_the_callers_own_wish(answer, secret):
    assert form(f"A: 您的信息需要保密吗？\nC: {answer}")["confidential"] is secret


def test_secrecy_is_not_denied_by_a_no_to_something_else():
    text = "C: 一定要保密。\nA: 好的，给您保密，结果需要给您回复吗？\nC: 不用，我自己打来问。"
    said = form(text)
    assert (said["confidential"], said["callback_wanted"]) == (True, False)


def test_a_dictated_order_number_is_the_earlier_order():
    text = "A: 之前的工单号有吗？\nC: 有，二零二五一二零三，幺二三四五六。\nA: 二零二五一二零三一二三四五六，对吗？\nC: 对。"
    assert form(text)["related_order"] == "20251203123456"


@pytest.mark.parametrize(
    ("answer", "called", "name"),
    [
        ("姓谌，言字旁那个谌。", "谌先生", "谌先生"),
        ("姓丘，丘处机的丘，没有右耳旁。", "丘先生", "丘先生"),
        ("我姓呼延，呼吸的呼。", "呼延先生", "呼延先生"),
        ("这个姓少见，万俟，一万的万。", "万俟先生", "万俟先生"),
        ("姓伱，单人旁一个尔。", "伱先生", "伱先生"),  # in no list: said, and said back
        ("我姓冼，冼星海的冼。", "冼先生", "冼先生"),
    ],
)
def test_a_rare_surname_stays_as_it_was_said(answer, called, name):
    said = form(f"A: 先生您贵姓？\nC: {answer}\nA: 好的，{called}，请稍等。")
    assert said["caller_name"] == name


def test_a_group_mended_in_one_breath_replaces_the_last():
    text = "A: 电话是？\nC: 幺三九，零零零零，五五七六，不是，五五七七。"
    assert form(text, ani="")["contact_phone"] == "13900005577"


def test_a_group_begun_again_is_not_added():
    text = "A: 电话是？\nC: 一三九零零零零四四……我看看，四四零六。"
    assert form(text, ani="")["contact_phone"] == "13900004406"


def test_a_tail_read_before_the_whole_number_is_its_tail():
    text = "A: 电话是？\nC: 五五七七结尾那个。\nA: 尾号五五七七，一三九零零零零五五七七，对吗？\nC: 对的。"
    assert form(text, ani="")["contact_phone"] == "13900005577"


def test_the_calling_number_that_the_agent_reads_is_the_phone_unless_refused():
    read = "A: 一三九零零零零五六七八保持畅通，会有人打给您。\n"
    assert form(read + "C: 一直拿着呢。")["contact_phone"] == "13900005678"
    assert form("A: 电话一三九零零零零五六七八可以吗？\nC: 不要，电话就不留了。")["contact_phone"] is None


@pytest.mark.parametrize(
    ("agent", "caller", "wanted"),
    [
        ("维修人员可能会打给您问位置，一三九零零零零五六七八。", "打吧，能接。", True),
        ("请保持手机畅通，一三九零零零零五六七八，会有人跟您对接。", "好。", True),
        ("一三九零零零零五六七八给您登记备查。", "行，不用再打给我了。", False),
    ],
)
def test_an_offer_to_call_that_stands_is_a_call_back(agent, caller, wanted):
    assert form(f"A: 请讲。\nC: 路灯坏了。\nA: {agent}\nC: {caller}")["callback_wanted"] is wanted


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("我信芸，白云的云。", "云先生"),
        ("先星海的先。", "冼先生"),
        ("姓仙，冼星海的冼。", "冼先生"),
        ("贵姓，木自李。", "李先生"),
        ("我住白色的楼。", None),
        ("问这个干什么。", None),
    ],
)
def test_a_surname_misheard_is_known_by_what_explains_it(answer, name):
    assert form(f"A: 先生您贵姓？\nC: {answer}")["caller_name"] == name
