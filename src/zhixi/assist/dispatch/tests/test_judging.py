"""A report says for each unit how it fares, and sorts confident mistakes by what may be wrong."""

from zhixi.assist.dispatch.judging import Judged, Kind, by_unit, mistakes, table
from zhixi.assist.dispatch.trust import Trust

ORDERS = {"供电局": 50, "供电政府服务中心": 9, "城管局": 80, "公安局": 40, "住建局": 30}


def judged(truth, first, confidence=0.9, text="路灯不亮", others=("城管局", "公安局")):
    return Judged(text, truth, (first, *others), confidence)


def test_each_unit_has_its_orders_precision_recall_and_what_it_is_taken_for():
    rows = [judged("城管局", "城管局")] * 3 + [judged("城管局", "公安局"), judged("公安局", "城管局")]
    found = {one.unit: one for one in by_unit(rows, ORDERS)}
    city = found["城管局"]
    assert (city.orders, city.asked, city.named, city.precision, city.recall) == (80, 4, 4, 0.75, 0.75)
    assert city.taken_for == (("公安局", 1),) and 0 < city.bound < 0.75
    assert found["住建局"].precision is None and found["住建局"].recall is None
    assert list(found)[0] == "城管局"
    rows = table(found.values(), {"城管局": Trust("城管局", 4, 0.9, 3, 3, 0.96)})
    assert rows[1] == ["城管局", 80, 4, 4, 0.75, city.bound, 0.75, 0.9, 3, "公安局 1"]
    assert all(len(row) == len(rows[0]) for row in rows)


def test_confident_mistakes_are_sorted_by_kind_and_the_right_ones_are_left_out():
    rows = [
        judged("供电局", "供电政府服务中心", 0.8),
        judged("数据局", "城管局", 0.7),
        judged("住建局", "公安局", 0.95, text="公安局让找物业", others=("城管局", "供电局")),
        judged("城管局", "住建局", 0.6),
        judged("住建局", "供电局", 0.99, others=("城管局", "公安局")),
        judged("公安局", "公安局", 1.0),
        judged("住建局", "供电局", 0.1),
    ]
    found = mistakes(rows, ORDERS, most=5)
    assert [kind for kind, _ in found] == [
        Kind.UNSEEN,
        Kind.ONE_OFFICE,
        Kind.SAID_SO,
        Kind.SECOND,
        Kind.OTHER,
    ]
    assert mistakes(rows, ORDERS, most=1)[0][1].confidence == 0.99


def test_two_offices_of_other_matters_are_not_one():
    assert mistakes([judged("公安局", "城管局", others=())], ORDERS, 1)[0][0] is Kind.OTHER
