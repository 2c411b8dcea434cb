"""What was decided of late is used for the very next order, and what was learnt before stays."""

import datetime as dt

import pytest

from zhixi.assist.city import City, Unit
from zhixi.assist.dispatch import Recommender, fit
from zhixi.assist.dispatch.recent import MOST, Recent

DAY = dt.date(2026, 11, 21)
CITY = City(
    units=(
        Unit("police", "公安局", closed=dt.date(2026, 11, 1)),
        Unit("patrol", "巡警支队"),
        Unit("permits", "出入境管理局"),
        Unit("water", "水务集团"),
    )
)
FIGHTS = [f"{place}有人打架斗殴扰乱秩序" for place in ("广场", "车站", "夜市", "码头", "校门口")]
PASSES = [f"{what}护照签证怎么办理预约" for what in ("老人", "学生", "异地", "儿童", "加急")]
LEAKS = [f"{place}水管爆裂漏水停水" for place in ("小区", "楼道", "路边", "巷口", "院里")]


def lesson(recommender: Recommender, text: str, unit: str, category: str = ""):
    return recommender.lessons([(text, unit, category)])[0]


@pytest.fixture(scope="module")
def recommender():
    rows = [(text, "公安局") for text in FIGHTS + PASSES] * 3 + [(text, "水务集团") for text in LEAKS] * 3
    return Recommender(CITY, fit(rows))


def first(recommender, text: str, recent: Recent | None = None, **more) -> str:
    found = recommender.recommend(text, on=DAY, recent=recent, **more)
    return found[0].unit if found else ""


def test_a_unit_that_was_split_goes_over_to_its_heirs_with_their_first_orders(recommender):
    assert first(recommender, FIGHTS[0]) == ""  # closed, and nobody is known to have taken over
    recent = Recent()
    for text, unit in ((FIGHTS[1], "patrol"), (PASSES[1], "permits"), (FIGHTS[2], "patrol")):
        recent = recent.with_more([lesson(recommender, text, unit)])
    assert first(recommender, FIGHTS[0], recent) == "patrol"
    assert first(recommender, PASSES[0], recent) == "permits"


def test_one_correction_does_not_turn_what_was_learnt_over(recommender):
    recent = Recent([lesson(recommender, LEAKS[1], "patrol")])
    assert first(recommender, LEAKS[0], recent) == "water"


def test_many_corrections_do(recommender):
    recent = Recent([lesson(recommender, text, "patrol") for text in LEAKS[1:] * 4])
    found = recommender.recommend(LEAKS[0], on=DAY, recent=recent)
    assert found[0].unit == "patrol"
    assert any("近期" in reason.text for reason in found[0].reasons)
    assert sum(one.confidence for one in found) <= 1


def test_the_category_tells_heirs_apart_where_words_do_not(recommender):
    words = "请公安部门处理一下"
    recent = Recent(
        [lesson(recommender, words, unit, matter) for unit, matter in (("patrol", "1"), ("permits", "2"))] * 3
    )
    assert first(recommender, words, recent, category="1") == "patrol"
    assert first(recommender, words, recent, category="2") == "permits"


def test_without_lessons_nothing_changes(recommender):
    for text in (LEAKS[0], FIGHTS[0], "", "天气"):
        before = recommender.recommend(text, on=DAY)
        assert recommender.recommend(text, on=DAY, recent=Recent()) == before


def test_the_oldest_lessons_go_first(recommender):
    old, new = lesson(recommender, LEAKS[0], "patrol"), lesson(recommender, LEAKS[0], "water")
    recent = Recent([old, *[new] * MOST])
    assert len(recent) == MOST and first(recommender, LEAKS[1], recent) == "water"


def test_without_a_model_there_is_nothing_to_correct():
    assert lesson(Recommender(CITY), LEAKS[0], "water") is None


def test_orders_read_together_teach_what_each_teaches_alone(recommender):
    sent = [(LEAKS[0], "patrol", ""), (" ", "water", ""), (LEAKS[1], "water", "1")]
    first, none, last = recommender.lessons(sent)
    assert none is None and last.category == "1" and last.unit == "water"
    for one, (text, unit, category) in ((first, sent[0]), (last, sent[2])):
        alone = lesson(recommender, text, unit, category)
        assert one.chances == pytest.approx(alone.chances) and (one.row != alone.row).nnz == 0
