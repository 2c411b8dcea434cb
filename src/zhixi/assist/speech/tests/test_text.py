import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech.text import is_credit, loops, says_nothing, tidy, without_loops


def test_traditional_characters_become_simplified():
    assert tidy(" 後臺裡麵館乾淨，頭髮 ") == "后台里面馆干净，头发"


def test_pauses_and_punctuation_are_written_as_people_write_them_and_numbers_stay():
    assert tidy("路灯 坏了,三天了 在门口?对") == "路灯，坏了，三天了，在门口？对"
    assert tidy("下午 1.50, 大概 3:05") == "下午 1.50, 大概 3:05"


@pytest.mark.parametrize(
    "text, said_once",
    [
        ("我住在" + "蓝" * 40, "我住在蓝"),
        ("谢谢你，谢谢你，谢谢你，谢谢你，谢谢你，", "谢谢你"),
        ("路灯坏了路灯坏了路灯坏了路灯坏了路灯坏了", "路灯坏了"),
        ("号码是" + "8" * 30, "号码是8"),
        ("0-0-5-6" + "-4" * 14, "0-0-5-6-4"),
    ],
)
def test_a_recogniser_that_says_one_thing_for_ever_is_found_out(text, said_once):
    assert loops(text)
    assert without_loops(text) == said_once


@pytest.mark.parametrize(
    "text",
    [
        "喂喂喂，听得到吗",
        "快点快点快点，煤气漏了",
        "电话是13900000000",
        "139-0000-0000，1-0-0-0-0-0-0-0-0",
        "对对对对，就是这样",
        "一二三四五六七八九十",
        "看看，想想，问问，听听",
        "",
    ],
)
def test_people_may_say_a_thing_a_few_times(text):
    assert not loops(text)
    assert without_loops(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "字幕by索兰娅",
        "谢谢观看",
        "中文字幕志愿者 某某",
        "谢谢大家收看。",
        "作词、作曲、编曲、编曲、编曲",
    ],
)
def test_what_subtitle_makers_write_is_not_what_callers_say(text):
    assert is_credit(text)


@pytest.mark.parametrize(
    "text",
    ["谢谢", "谢谢你，再见", "我要投诉电视上没有字幕", "小区门口有人发传单让我点赞", "请转发给城管局"],
)
def test_a_callers_own_words_stay(text):
    assert not is_credit(text)


def test_punctuation_alone_says_nothing():
    assert says_nothing("。，… ") and says_nothing("") and not says_nothing("嗯。")


@given(st.text(alphabet="路灯坏了8，。", max_size=60))
def test_mending_never_adds_and_mends_all(text):
    mended = without_loops(text)
    assert len(mended) <= len(text)
    assert text == mended or loops(text)
