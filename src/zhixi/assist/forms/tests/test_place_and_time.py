"""Where it happened, and when."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.city import City, Place
from zhixi.assist.forms import Filler
from zhixi.assist.forms.festivals import FIRST, lunar
from zhixi.assist.forms.moments import moments
from zhixi.assist.forms.tests.talks import CHINA, CITY, NOON, talk


def place(text, city=CITY):
    return Filler(city).fill(talk(text)).form()["incident_address"]


@pytest.mark.parametrize("city", [CITY, City()], ids=["with gazetteer", "without"])
def test_parts_from_answer_and_confirmed_question_make_one_place(city):
    text = "A: 在哪里？\nC: 望江路二十八号，桂花苑小区。\nA: 是东湖区吧？\nC: 对，东湖区。"
    found = place(text, city)
    assert (found["district"], found["road"], found["number"], found["poi"]) == (
        "东湖区",
        "望江路",
        "28号",
        "桂花苑小区",
    )


def test_what_the_agent_only_supposes_is_no_place():
    assert place("A: 您在北山区吗？\nC: 不是。\nA: 哪条路？\nC: 望江路。")["district"] is None


def test_a_denied_place_gives_way_to_the_right_one():
    found = place("A: 在哪条路？\nC: 清水路。\nA: 清泉路吗？\nC: 不是，清水路。")
    assert found["road"] == "清水路"


def test_a_crossing_is_two_roads():
    found = place("A: 什么位置？\nC: 望江路跟清水路交叉口。")
    assert found["road"] == "望江路与清水路交叉口"


def test_the_office_that_will_act_is_not_the_place():
    text = "C: 我问一下社保怎么办理。\nA: 好的，我转给北山区人社局，请他们联系您。\nC: 好。"
    assert place(text) is None


def test_a_ride_has_no_place_of_incident():
    assert place("A: 请讲。\nC: 我在望江路上的车，清水路下的车，司机乱收费。") is None


def test_renaming_a_road_in_talk_changes_only_that_road():
    text = "A: 在哪里？\nC: 东湖区{}十八号，桂花苑。"
    one, other = place(text.format("望江路")), place(text.format("清水路"))
    assert {k for k in one if one[k] != other[k]} == {"text", "road"}


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("昨天晚上八九点", "2026-03-17T20:00+08:00"),
        ("今天早上七点一刻", "2026-03-18T07:15+08:00"),
        ("三月二号", "2026-03-02"),
        ("去年十一月五号", "2025-11-05"),
        ("十二月三十一号", "2025-12-31"),
        ("上个礼拜三", "2026-03-11"),
        ("昨天半夜叫到两点多", "2026-03-17T02:00+08:00"),
        ("十点半多", "2026-03-18T10:30+08:00"),
        ("上个月十五号", "2026-02-15"),
    ],
)
def test_spoken_times_are_read_by_the_clock_of_the_call(said, iso):
    assert iso in [m.iso for m in moments(said, NOON)]


def test_two_in_the_night_of_yesterday_evening_is_today():
    assert moments("昨天晚上两点", NOON)[0].iso == "2026-03-18T02:00+08:00"


def test_what_recurs_has_words_and_no_date():
    found = moments("每天晚上十点", NOON)[0]
    assert found.words and found.iso is None


def test_a_little_faster_is_no_time():
    assert moments("你们快一点，讲准一点", NOON) == []


def test_when_to_call_back_is_not_when_it_happened():
    text = "A: 请讲。\nC: 路灯坏了。下午两点半以后打我电话。"
    assert Filler(CITY).fill(talk(text)).form()["incident_time"] is None


@given(
    st.text("昨今前天上下午晚点半号月三二十一零刻多左右，去年", max_size=30),
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2060, 1, 1)),
)
def test_any_words_of_time_give_valid_moments(text, now):
    now = now.replace(tzinfo=CHINA)
    for moment in moments(text, now):
        assert 0 <= moment.start < moment.end <= len(text)
        assert moment.iso is None or dt.datetime.fromisoformat(
            moment.iso if len(moment.iso) > 7 else moment.iso + "-01"
        )


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("大年初三就停水了", "2026-02-19"),
        ("正月十五晚上放炮", "2026-03-03"),
        ("去除夕那天", "2026-02-16"),
        ("中秋节那天", "2025-10-06"),
        ("端午节", "2025-05-31"),
        ("国庆节期间", "2025-10-01"),
    ],
)
def test_festivals_are_days_of_the_year_that_is_past(said, iso):
    assert iso in [m.iso for m in moments(said, NOON)]


def test_the_table_of_the_moon_agrees_with_the_official_holidays():
    import chinese_calendar

    days = {
        "Spring Festival": lambda year: lunar(year, 1, 1),
        "Tomb-sweeping Day": lambda year: dt.date.fromisoformat(moments("清明节", year_end(year))[0].iso),
        "Dragon Boat Festival": lambda year: lunar(year, 5, 5),
        "Mid-autumn Festival": lambda year: lunar(year, 8, 15),
    }
    for english, day_of in days.items():
        for year in range(FIRST, 2026):
            day = day_of(year)
            free, holiday = chinese_calendar.get_holiday_detail(day)
            # In 2020 the moon was full on the first of October.
            assert free and (holiday == english or (english, year) == ("Mid-autumn Festival", 2020)), day


def year_end(year: int) -> dt.datetime:
    return dt.datetime(year, 12, 31, 12, tzinfo=CHINA)


def test_a_wish_for_the_new_year_is_no_time():
    assert moments("过年好啊，新年快乐", NOON) == []


def test_a_way_from_a_known_place_belongs_to_it():
    found = place("A: 在哪里？\nC: 望江路，光明银行往清水路方向走，大概一百米。\nA: 好的。")
    assert (found["road"], found["poi"]) == ("望江路", "光明银行往清水路方向100米")


def test_a_street_goes_by_its_stem_alone():
    city = City(places=(Place("street", "月桥街道"),))
    assert place("A: 在哪里？\nC: 月桥，清水路。", city)["street"] == "月桥"
    assert place("A: 在哪里？\nC: 月桥路十号。", city)["street"] is None
