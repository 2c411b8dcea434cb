"""Rules that people write: who they bind, what they weigh, and what they never do."""

import dataclasses
import datetime as dt

import pytest

from zhixi.assist.dispatch import Evidence, Precedent, Recommender
from zhixi.assist.dispatch.directives import Asked, Directive, Effect, holds
from zhixi.assist.dispatch.jurisdiction import Where
from zhixi.assist.dispatch.tests.test_recommender import CITY, DAY

TEXT = "双樟广场门口有人占道摆摊"
RECOMMENDER = Recommender(CITY)
ORDER = Asked(TEXT, frozenset({"1", "1.1"}), Where("澜湖区", "书坊街道", "双樟广场"), "complaint", DAY)


def named(*rules: Directive, text: str = TEXT, **order) -> list[str]:
    found = RECOMMENDER.recommend(text, **{"category": "1.1", "on": DAY, "rules": rules, **order})
    return [one.unit for one in found]


@pytest.mark.parametrize(
    "condition, said",
    [
        ({}, True),
        ({"words": ("摆摊", "叫卖")}, True),
        ({"words": ("叫卖",)}, False),
        ({"without": ("广场",)}, False),
        ({"category": "1"}, True),
        ({"category": "1.1"}, True),
        ({"category": "2"}, False),
        ({"district": "澜湖区"}, True),
        ({"district": "松汀区"}, False),
        ({"street": "书坊街道"}, True),
        ({"request_type": "complaint"}, True),
        ({"request_type": "enquiry"}, False),
        ({"since": DAY, "until": DAY}, True),
        ({"since": DAY + dt.timedelta(days=1)}, False),
        ({"until": DAY - dt.timedelta(days=1)}, False),
        ({"words": ("摆摊",), "district": "松汀区"}, False),
    ],
)
def test_a_rule_holds_where_all_of_its_conditions_do(condition, said):
    assert holds(Directive("r", "water", Effect.BIND, **condition), ORDER) is said


def test_what_a_rule_binds_comes_first_and_says_so():
    rule = Directive(
        "r1", "water", Effect.BIND, "广场归水务", words=("双樟广场",), basis="会议纪要〔2026〕3号"
    )
    found = RECOMMENDER.recommend(TEXT, category="1.1", on=DAY, rules=[rule])
    assert found[0].unit == "water" and found[0].confidence > 0.95
    reason = found[0].reasons[0]
    assert reason.kind is Evidence.RULE and "广场归水务" in reason.text and reason.clause == rule.basis
    assert found[1].unit == "cg-a" and sum(one.confidence for one in found) <= 1


def test_of_two_that_bind_one_order_the_first_does():
    first, second = (Directive(unit, unit, Effect.BIND) for unit in ("water", "cg-b"))
    assert named(first, second)[0] == "water"
    assert named(second, first)[0] == "cg-b"


def test_a_soft_rule_weighs_and_does_not_bind():
    weak, strong = (Directive("r", "cg-b", Effect.FAVOUR, weight=weight) for weight in (0.05, 1.0))
    assert named(place={"district": ""}, text="有人占道摆摊")[0] == "cg"
    assert named(weak, place={"district": "澜湖区"})[0] == "cg-a"
    assert named(strong, text="有人占道摆摊")[0] == "cg-b"


def test_a_barred_unit_is_not_named_even_where_its_duty_says_so():
    assert named()[0] == "cg-a"
    assert "cg-a" not in named(Directive("r", "cg-a", Effect.BAR))


def test_a_rule_for_a_closed_or_unknown_unit_binds_nobody():
    assert named(Directive("r", "old", Effect.BIND), Directive("s", "nobody", Effect.BIND)) == named()


def test_a_rule_for_a_unit_that_was_renamed_binds_the_one_that_followed():
    heir = Recommender(CITY, heirs={"old": "water"})
    found = heir.recommend(TEXT, category="1.1", on=DAY, rules=[Directive("r", "old", Effect.BIND)])
    assert found[0].unit == "water"


def test_a_rule_names_a_unit_where_nothing_else_does():
    assert named(text="天气不错", category="3") == []
    assert named(Directive("r", "water", Effect.BIND), text="天气不错", category="3") == ["water"]


def test_helpers_come_by_rule_by_shared_duty_and_by_what_helped_before():
    past = [
        Precedent("广场门口占道摆摊堵了井盖", "cg-a", DAY - dt.timedelta(days=9), assisting=("water",))
    ] * 3
    duty = dataclasses.replace(CITY.duties[0], code="D9", unit="water", matter="摊点用水由水务集团负责")
    helped = Recommender(CITY, precedents=past)
    shared = Recommender(dataclasses.replace(CITY, duties=(*CITY.duties, duty)))
    rule = Directive("r", "cg-b", Effect.ASSIST, "联合整治", words=("摆摊",))

    def helpers(recommender, *rules, lead="cg-a"):
        order = {"category": "1.1", "place": {"district": "澜湖区"}, "on": DAY}
        return {one.unit: one for one in recommender.assisting(TEXT, lead=lead, rules=rules, **order)}

    assert helpers(RECOMMENDER) == {}
    assert "协办" in helpers(helped)["water"].reasons[0].text
    assert "水务集团" in helpers(shared)["water"].reasons[0].text
    assert list(helpers(helped, rule)) == ["cg-b", "water"]
    assert "water" not in helpers(helped, lead="water")
    assert helpers(RECOMMENDER, rule)["cg-b"].reasons[0].kind is Evidence.RULE


def test_one_order_alone_in_which_a_unit_helped_is_chance():
    past = [Precedent("广场门口占道摆摊", "cg-a", DAY - dt.timedelta(days=9), assisting=("water",))]
    assert Recommender(CITY, precedents=past).assisting(TEXT, lead="cg-a", on=DAY) == []
