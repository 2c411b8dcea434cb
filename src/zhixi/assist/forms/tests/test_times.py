"""Times as callers say them: recurring, from one to another, festivals, the moon's days, months, and clocks that go on."""

import datetime as dt

import pytest

from zhixi.assist.city import City
from zhixi.assist.forms import Filler
from zhixi.assist.forms.festivals import CALENDAR, FIRST, lunar
from zhixi.assist.forms.moments import moments
from zhixi.assist.forms.tests.talks import NOON, letter, talk

FILLER = Filler(City())


def time(text: str) -> dict:
    return FILLER.fill(talk(text)).form()["incident_time"] or {"text": None, "normalised": None}


@pytest.mark.parametrize(
    ("said", "words", "iso"),
    [
        ("每天晚上十点到凌晨两点都在施工。", "每天晚上十点到凌晨两点", None),
        ("每周三下午都有人来。", "每周三下午", None),
        ("工作日早高峰堵得走不动。", "工作日早高峰", None),
        ("隔三差五就停水。", "隔三差五", None),
        ("三天两头停电。", "三天两头", None),
        ("每到周末晚上就跳广场舞。", "每到周末晚上", None),
        ("周一到周五早上七点就开始了。", "周一到周五早上七点", None),
        ("每个月十五号都停水。", "每个月十五号", None),
        ("十一月二十八号到十二月二十号。", "十一月二十八号到十二月二十号", "2025-11-28"),
        ("昨天晚上八点到十点停的电。", "昨天晚上八点到十点", "2026-03-17T20:00+08:00"),
        ("三月二号至三月五号。", "三月二号至三月五号", "2026-03-02"),
        ("上个礼拜五。", "上个礼拜五", "2026-03-13"),
        ("上上个星期天下午三点。", "上上个星期天下午三点", "2026-03-08T15:00+08:00"),
        ("上周末。", "上周末", "2026-03-14"),
        ("上个月底。", "上个月底", "2026-02"),
        ("二月中旬。", "二月中旬", "2026-02"),
        ("去年年底。", "去年年底", "2025-12"),
        ("今年年初。", "今年年初", "2026-01"),
        ("月初就坏了。", "月初", "2026-03"),
        ("国庆那几天。", "国庆那几天", "2025-10-01"),
        ("去年国庆。", "去年国庆", "2025-10-01"),
        ("前年中秋。", "前年中秋", "2024-09-17"),
        ("去年端午节。", "去年端午节", "2025-05-31"),
        ("春节期间。", "春节期间", "2026-02-17"),
        ("过年那几天。", "过年那几天", "2026-02-17"),
        ("大年初五早上八点。", "大年初五早上八点", "2026-02-21T08:00+08:00"),
        ("腊月二十三。", "腊月二十三", "2026-02-10"),
        ("农历七月十五晚上。", "农历七月十五晚上", "2025-09-06"),
        ("三月三那天。", "三月三那天", "2025-03-31"),
        ("七夕那天。", "七夕那天", "2025-08-29"),
        ("重阳节。", "重阳节", "2025-10-29"),
        ("去年入冬以来。", "去年入冬以来", None),
        ("半个小时前。", "半个小时前", "2026-03-18T11:30+08:00"),
        ("两个小时之前。", "两个小时之前", "2026-03-18T10:00+08:00"),
        ("十分钟前。", "十分钟前", "2026-03-18T11:50+08:00"),
        ("三天前。", "三天前", "2026-03-15"),
        ("今天早高峰。", "今天早高峰", "2026-03-18"),
        ("今天凌晨零点半。", "今天凌晨零点半", "2026-03-18T00:30+08:00"),
        ("昨晚十一点四十。", "昨晚十一点四十", "2026-03-17T23:40+08:00"),
        ("前天夜里十二点。", "前天夜里十二点", "2026-03-17T00:00+08:00"),
        ("2026年3月2日21:50。", "2026年3月2日21:50", "2026-03-02T21:50+08:00"),
        ("2026-03-02 09:15。", "2026-03-02 09:15", "2026-03-02T09:15+08:00"),
        ("前天21:50左右。", "前天21:50左右", "2026-03-16T21:50+08:00"),
        ("元旦那天晚上九点。", "元旦那天晚上九点", "2026-01-01T21:00+08:00"),
    ],
)
def test_each_way_to_say_when_has_its_words_and_its_form(said, words, iso):
    found = time(f"A: 请讲。\nC: 我要投诉，出事了没人管。\nA: 什么时候的事？\nC: {said}\nA: 好的。")
    assert (found["text"], found["normalised"]) == (words, iso)


@pytest.mark.parametrize(
    ("told", "asked", "answer", "iso"),
    [
        ("有人偷东西。", "昨天下午几点？", "四点多。", "2026-03-17T16:00+08:00"),
        ("昨天晚上有人打架。", "几点的时候？", "大概八点左右。", "2026-03-17T20:00+08:00"),
        ("今天上午停水了。", "什么时候停的？", "九点钟停的。", "2026-03-18T09:00+08:00"),
        ("前天停水了，到现在没来。", "前天几点？", "早上六点。", "2026-03-16T06:00+08:00"),
    ],
)
def test_a_bare_clock_is_of_the_day_that_was_spoken_of_and_shows_it(told, asked, answer, iso):
    conversation = talk(f"A: 请讲。\nC: 我要投诉，{told}\nA: {asked}\nC: {answer}\nA: 好的。")
    found = FILLER.fill(conversation).fields["incident_time"]
    assert found.value["normalised"] == iso
    assert len({e.utterance for e in found.evidence}) > 1 or "早上" in answer


def test_a_clock_in_an_afternoon_talk_is_of_the_afternoon():
    evening = NOON.replace(hour=18)
    assert moments("四点的时候", evening)[0].iso == "2026-03-18T16:00+08:00"


def test_a_clock_of_what_comes_again_has_no_date():
    found = time(
        "A: 请讲。\nC: 我要举报，每天半夜啊，三点半，凌晨三点半左右，有人宰鸡。\nA: 凌晨三点半左右，对吧？\nC: 对，三点多。"
    )
    assert found["normalised"] is None and found["text"].startswith("每天半夜")


@pytest.mark.parametrize(
    "said",
    [
        "等了三个月。",
        "住在望江路二十八号。",
        "单号是一三九零零零零六六一三。",
        "天天爬楼梯。",
        "五一路那边。",
        "要十五个工作日内答复。",
    ],
)
def test_what_is_no_time_gives_none(said):
    assert time(f"A: 请讲。\nC: 我要投诉，没人管。{said}\nA: 好的。")["text"] is None


def test_a_letter_writes_its_clock_and_the_office_its_own():
    text = "市民反映：其于1月3日18:30分左右乘坐出租车，司机绕路。请核实处理。2026-03-01 11:02:54市交通局答复：已处理。"
    assert FILLER.fill(letter(text)).form()["incident_time"]["normalised"] == "2026-01-03T18:30+08:00"


def test_every_month_of_the_moon_has_its_length_and_the_next_year_follows():
    for year in range(FIRST, FIRST + len(CALENDAR) - 1):
        last = max(day for n in (29, 30) if (day := lunar(year, 12, n)))
        assert last + dt.timedelta(days=1) == lunar(year + 1, 1, 1)
    assert lunar(FIRST - 1, 1, 1) is None and lunar(2026, 1, 31) is None and lunar(2026, 13, 1) is None
