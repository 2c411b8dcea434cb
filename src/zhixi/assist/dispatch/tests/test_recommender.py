"""Units are named by clause and place, and never one that is not there."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.city import Category, City, Duty, Place, Unit
from zhixi.assist.dispatch import Evidence, Precedent, Recommender, recommend

DAY = dt.date(2026, 11, 21)
LAW = "《云汐市市容管理条例》"
CITY = City(
    name="云汐市",
    units=(
        Unit("cg", "云汐市城管局", "市城管局"),
        Unit("cg-a", "澜湖区城管局", "澜湖城管", ("澜湖城管局",), "cg", "澜湖区"),
        Unit("cg-b", "松汀区城管局", "松汀城管", (), "cg", "松汀区"),
        Unit("water", "云汐水务集团", "水务集团", ("自来水公司",)),
        Unit("old", "云汐市市容局", "市容局", closed=dt.date(2020, 1, 1)),
        Unit("new", "云汐市数据局", "数据局", opened=dt.date(2027, 1, 1)),
    ),
    categories=(
        Category("1", ("市容",)),
        Category("1.1", ("市容", "占道经营"), ("占道", "摆摊")),
        Category("2", ("供水",), ("停水", "水管")),
        Category("3", ("无人管",)),
    ),
    duties=(
        *(Duty(f"D{u}", "1.1", u, "占道经营由区城管局负责", "第十二条", LAW) for u in ("cg-a", "cg-b", "cg")),
        Duty("Dold", "1.1", "old", "占道经营由市容局负责", "第三条", LAW),
        Duty("Dwas", "2", "cg", "停水由城管局负责", "第一条", LAW, valid_to=dt.date(2024, 12, 31)),
        Duty("Dnow", "2", "water", "停水由水务集团抢修", "第二条", LAW, valid_from=dt.date(2025, 1, 1)),
    ),
    places=(
        Place("district", "澜湖区", ("澜湖",), "澜湖区"),
        Place("district", "松汀区", ("松汀",), "松汀区"),
        Place("poi", "双樟广场", (), "澜湖区", "书坊街道"),
        Place("road", "中心路", (), "澜湖区"),
        Place("road", "中心路", (), "松汀区"),
    ),
)
RECOMMENDER = Recommender(CITY)


def _first(text="有人占道摆摊", **kwargs):
    found = RECOMMENDER.recommend(text, on=kwargs.pop("on", DAY), **kwargs)
    return found[0] if found else None


def test_the_district_of_the_place_chooses_among_units_of_a_kind():
    assert _first(category="1.1", place={"district": "松汀区"}).unit == "cg-b"
    assert _first(category="1.1", place={"district": "澜湖"}).unit == "cg-a"
    assert _first(category="1.1", place={"poi": "双樟广场"}).unit == "cg-a"
    assert _first("双樟广场门口有人占道摆摊", category="1.1").unit == "cg-a"


def test_a_place_of_two_districts_or_none_leaves_it_to_the_city():
    for text in ("中心路有人占道摆摊", "有人占道摆摊"):
        found = RECOMMENDER.recommend(text, category="1.1", on=DAY)
        assert found[0].unit == "cg" and found[0].confidence < 0.9


def test_reasons_cite_the_clause_and_the_place():
    reasons = _first(category="1.1", place={"district": "松汀区"}).reasons
    assert {r.kind for r in reasons} >= {Evidence.DUTY, Evidence.PLACE}
    assert (
        next(r for r in reasons if r.kind is Evidence.DUTY).text
        == f"权责清单：{LAW}第十二条，占道经营由区城管局负责"
    )
    assert next(r for r in reasons if r.kind is Evidence.PLACE).text == "案发地在松汀区，属松汀城管辖区"


def test_the_duty_of_the_day_counts():
    assert _first("家里停水", category="2").unit == "water"
    assert _first("家里停水", category="2", on=dt.date(2024, 5, 1)).unit == "cg"


def test_a_category_may_be_a_path_and_one_without_duty_leans_on_its_parent_or_the_words():
    assert _first("水管坏了", category="供水").unit == "water"
    assert _first("家里停水了").unit == "water" and "停水" in _first("家里停水了").reasons[0].text
    assert _first("奇怪的事", category="3") is None


def test_a_unit_that_is_closed_or_not_yet_open_is_never_named():
    history = [Precedent("有人占道摆摊", unit, dt.date(2026, 11, 1)) for unit in ("old", "new", "nobody")]
    recommender = Recommender(CITY, precedents=history)
    for on in (DAY, dt.date(2019, 1, 1), dt.date(2028, 1, 1)):
        for one in recommender.recommend("市容局和数据局：有人占道摆摊", category="1.1", on=on):
            assert next(u for u in CITY.units if u.code == one.unit).open_on(on)


def test_precedents_of_the_last_year_count_and_returned_ones_speak_against():
    day = dt.timedelta(days=1)
    past = [Precedent("下水井盖破损摇晃", "water", DAY - day * n) for n in range(1, 6)]
    assert Recommender(CITY, precedents=past).recommend("井盖破损", on=DAY)[0].unit == "water"
    assert not Recommender(CITY, precedents=past).recommend("井盖破损", on=DAY - day * 30)
    assert not Recommender(CITY, precedents=past).recommend("井盖破损", on=DAY + day * 500)
    returned = [Precedent("下水井盖破损摇晃", "cg", DAY - day * 2, "water") for _ in range(3)]
    found = Recommender(CITY, precedents=past + returned).recommend("井盖破损", on=DAY)
    water = next(r for r in found if r.unit == "water")
    assert "退回" in water.reasons[0].text and found[0].unit == "cg"


class Learnt:
    """What a model says, said by hand: here only what becomes of it is tried."""

    labels = ()

    def predict(self, texts):
        from zhixi.assist.dispatch import Ranked

        return [Ranked((("松汀城管", 0.7), ("不存在的单位", 0.3)), 0.7) for _ in texts]


def test_labels_of_a_model_are_read_as_units_of_the_city_or_dropped():
    found = Recommender(CITY, Learnt()).recommend("随便什么", on=DAY)
    assert [r.unit for r in found] == ["cg-b"]


@given(
    text=st.text(max_size=60),
    category=st.sampled_from(["", "1", "1.1", "2", "3", "9", "市容/占道经营"]),
    place=st.none()
    | st.dictionaries(st.sampled_from(["district", "road", "text"]), st.none() | st.text(max_size=8)),
    on=st.dates(dt.date(2019, 1, 1), dt.date(2028, 1, 1)),
)
def test_any_request_gets_open_units_with_reasons_and_a_share_of_certainty(text, category, place, on):
    found = RECOMMENDER.recommend(text, category=category, place=place, on=on)
    assert sum(r.confidence for r in found) <= 1.0001
    assert [r.confidence for r in found] == sorted((r.confidence for r in found), reverse=True)
    for one in found:
        assert one.reasons and next(u for u in CITY.units if u.code == one.unit).open_on(on)


def test_a_city_without_anything_recommends_nothing():
    assert recommend("占道", city=City(), on=DAY) == []


@pytest.mark.parametrize("text", ["", " ", "占道" * 50_000, "<script>", "😀"])
def test_odd_texts_are_only_texts(text):
    RECOMMENDER.recommend(text, category="1.1", on=DAY)


FRESH = Unit("low", "云汐市低空经济发展中心", duty="负责无人机飞行审批和低空飞行安全，受理无人机扰民投诉。")


def _with(*units):
    return City(
        units=(*CITY.units, *units), categories=CITY.categories, duties=CITY.duties, places=CITY.places
    )


def test_a_unit_without_orders_is_named_by_its_duty_text_and_says_so():
    past = [Precedent("有人占道摆摊", "cg", DAY - dt.timedelta(days=1))] * 9
    found = Recommender(_with(FRESH), precedents=past).recommend("小区上空无人机飞行很吵", on=DAY)
    assert found[0].unit == "low" and found[0].confidence <= 0.6
    assert "“无人机”" in found[0].reasons[0].text and found[0].reasons[0].kind is Evidence.DESCRIBED
    assert "low" not in [r.unit for r in RECOMMENDER.recommend("小区上空无人机飞行很吵", on=DAY)]


def test_a_unit_with_orders_or_closed_needs_no_duty_text_to_speak_for_it():
    past = [Precedent("无人机飞行", "low", DAY - dt.timedelta(days=1))]
    asked = "小区上空无人机飞行很吵"
    for units, precedents in (((FRESH,), past), ((dataclasses.replace(FRESH, closed=DAY),), ())):
        found = Recommender(_with(*units), precedents=precedents).recommend(asked, on=DAY)
        assert all(r.kind is not Evidence.DESCRIBED for one in found for r in one.reasons)


def test_the_history_of_a_closed_unit_speaks_for_the_one_that_took_over():
    past = [Precedent("招牌灯光刺眼", "old", DAY - dt.timedelta(days=9))]
    asked = {"text": "招牌灯光刺眼", "on": DAY}
    assert not Recommender(CITY, precedents=past).recommend(**asked)
    found = Recommender(CITY, precedents=past, heirs={"old": "mid", "mid": "cg"}).recommend(**asked)
    assert [one.unit for one in found] == ["cg"] and "其承接的云汐市市容局" in found[0].reasons[0].text
    assert not Recommender(CITY, precedents=past, heirs={"old": "mid", "mid": "old"}).recommend(**asked)


def test_a_matter_that_was_handed_over_goes_to_the_unit_that_has_it_now():
    past = [Precedent("招牌灯光刺眼", "water", DAY - dt.timedelta(days=9))]
    seat = Recommender(CITY, precedents=past, matters={"water": [("1", "cg"), ("2", "old")]})

    def named(category: str):
        return seat.recommend("招牌灯光刺眼", category=category, on=DAY)

    handed = next(one for one in named("市容/占道经营") if one.unit == "cg")
    assert any("其承接的云汐水务集团办理" in reason.text for reason in handed.reasons)
    assert "water" not in [one.unit for one in named("1.1")]
    assert [one.unit for one in named("3")] == ["water"]  # the rest of the office stays
    assert [one.unit for one in named("")] == ["water"]


def test_a_helper_whose_matter_was_handed_over_is_the_unit_that_has_it_now():
    past = [Precedent("招牌灯光刺眼", "cg-a", DAY - dt.timedelta(days=9), assisting=("water",))] * 3
    seat = Recommender(CITY, precedents=past, matters={"water": [("1", "cg")]})

    def helpers(category: str):
        return [r.unit for r in seat.assisting("招牌灯光刺眼", lead="cg-a", category=category, on=DAY)]

    assert "cg" in helpers("1") and "water" not in helpers("1")
    assert helpers("3") == ["water"]
