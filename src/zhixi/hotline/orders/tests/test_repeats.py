"""Is it about what somebody has already reported? By tables, and on the demonstration city's burst main."""

import csv
import datetime as dt
import pathlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhixi.hotline.orders import gathering, repeats
from zhixi.hotline.orders.repeats import Report

CITY = pathlib.Path(__file__).parents[5] / "city" / "orders.csv"
AT = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.UTC)
EAST = {"district": "东河区", "street": "河东街道"}
BURST = Report("new", AT, "人民路水管爆裂\n人民路口水管爆了，水一直往外冒", "02.01.02", **EAST, road="人民路")


def report(key: str, text: str, category: str, **more) -> Report:
    return Report(key, AT - dt.timedelta(hours=3), text, category, **more)


# what was reported before → is it the same matter, and why
CASES = [
    (
        report("a", "人民路自来水管爆裂，路面全是水", "02.01.02", **EAST, road="人民路"),
        True,
        {"place", "category", "text"},
    ),
    (
        report("b", "人民路口喷水两米高，水管爆裂", "02.01.01", **EAST, road="人民路"),
        True,
        {"place", "category", "text"},
    ),
    (report("c", "人民路摊贩占道经营", "01.01.01", **EAST, road="人民路"), False, None),
    (report("d", "长安路水管爆裂，水往外冒", "02.01.02", district="西山区", road="长安路"), False, None),
    (report("e", "小区电梯困人", "04.02", **EAST, poi="锦绣花园"), False, None),
    (report("f", "咨询养老金认证", "13.01"), False, None),
]


@pytest.mark.parametrize("past, same, kinds", CASES, ids=[case[0].key for case in CASES])
def test_the_same_matter_is_known_by_place_words_and_category(past, same, kinds):
    found = repeats.likely(BURST, [case[0] for case in CASES])
    mine = next((one for one in found if one.key == past.key), None)
    assert (mine is not None) == same
    if same:
        assert mine.same_matter and {reason.kind for reason in mine.reasons} == kinds


def test_the_same_callers_orders_are_always_shown_and_say_whether_it_is_the_same_matter():
    callers = frozenset({"x"})
    past = [
        report("same", "水管又爆了，水往外冒", "02.01.02", callers=callers),
        report("other", "咨询养老金认证", "13.01", callers=callers),
        report("else", "咨询养老金认证", "13.01", callers=frozenset({"y"})),
    ]
    found = repeats.likely(Report(**{**_plain(BURST), "callers": frozenset({"x", "z"})}), past)
    assert [(one.key, one.same_matter) for one in found] == [("same", True), ("other", False)]
    assert all(one.reasons[0].text == "同一来电号码或联系电话" for one in found)


def test_without_a_place_only_words_much_alike_tell_one_matter():
    new = Report("new", AT, "龙门小区三号楼电梯坏了半个月，老人上下楼困难")
    past = [
        report("same", "龙门小区三号楼电梯坏了半个月没人修，老人上下楼很困难", ""),
        report("other", "龙门小区三号楼楼下烧烤摊油烟很大", ""),
        report("placed", "龙门小区三号楼电梯坏了半个月，老人上下楼困难", "", district="西山区"),
        *(report(f"x{n}", f"{chr(0x4E00 + 7 * n)}{chr(0x5E00 + 3 * n)}巷路灯不亮", "") for n in range(40)),
    ]
    assert {one.key for one in repeats.likely(new, past)} == {"same", "placed"}
    here = Report(**{**_plain(new), "district": "东河区"})
    assert {one.key for one in repeats.likely(here, past)} == {"same"}, "another district is another matter"


def test_an_order_whose_number_is_written_is_the_same_matter():
    new = Report("new", AT, "市民来电催办工单20261118-000123，至今无人联系")
    past = [report("20261118-000123", "路灯不亮", "02"), report("1", "水管爆裂", "01")]
    found = repeats.likely(new, past)
    assert [(one.key, one.reasons[0].kind) for one in found] == [("20261118-000123", "number")]


def test_open_orders_come_first():
    closed = report("closed", "人民路自来水管爆裂，路面全是水", "02.01.02", **EAST, road="人民路", open=False)
    open_one = report("open", "人民路口水管爆了", "02.01.02", **EAST, road="人民路")
    assert [one.key for one in repeats.likely(BURST, [closed, open_one])] == ["open", "closed"]


def test_two_streets_of_one_name_in_two_districts_are_two_places():
    here, there = {"district": "东河区", "road": "人民路"}, {"district": "西山区", "road": "人民路"}
    assert repeats.place(report("a", "", "", **here), report("b", "", "", **there)) == (0.0, "")


@pytest.mark.parametrize(
    "one, other, share",
    [
        ("02.01.02", "02.01.02", 1.0),
        ("02.01.02", "02.01.03", 2 / 3),
        ("02", "02.01", 1.0),
        ("01", "02", 0),
        ("", "02", 0),
    ],
)
def test_categories_are_as_near_as_the_levels_they_share(one, other, share):
    assert repeats.category(one, other) == pytest.approx(share) == repeats.category(other, one)


@pytest.fixture(scope="module")
def past() -> list[Report]:
    if not CITY.exists():
        pytest.skip("the demonstration city is not beside the package")
    with CITY.open(encoding="utf-8", newline="") as file:
        return [
            Report(
                key=row["number"],
                at=dt.datetime.fromisoformat(row["received_at"]),
                text=f"{row['title']}\n{row['description']}",
                category=row["category"],
                **{name: row[name] for name in ("district", "street", "community", "road", "poi")},
            )
            for row in csv.DictReader(file)
        ]


def test_the_demonstrations_mass_events_are_found_and_nothing_else(past):
    found = {cluster.keys[0][:8]: cluster.keys for cluster in gathering.clusters(past, hours=24, least=3)}
    assert set(found) == {"20260813", "20260905", "20261012", "20260722"}, "main, school, blackout, rainstorm"
    main = [one for one in past if one.key in found["20260813"]]
    assert len(main) == 11 and {one.street for one in main} == {"榆荫街道"}


def test_a_further_call_about_the_burst_main_finds_it(past):
    morning = [one for one in past if one.at.date() <= dt.date(2026, 8, 13)]
    call = Report(
        key="",
        at=dt.datetime(2026, 8, 13, 11, tzinfo=dt.UTC),
        text="榆荫大道水管爆裂，路上全是水，什么时候能修好",
        category="02.01.02",
        **{"district": "青榆区", "street": "榆荫街道", "road": "榆荫大道"},
    )
    found = repeats.likely(call, morning)
    assert len(found) >= 3 and all(one.key.startswith("20260813") for one in found[:3])


texts = st.text(alphabet="水管爆裂路灯不亮噪声停电摊贩，。", max_size=20)
reports = st.builds(
    Report,
    key=st.uuids().map(str),
    at=st.integers(0, 72).map(lambda hours: AT + dt.timedelta(hours=hours)),
    text=texts,
    category=st.sampled_from(["", "01", "01.02", "02.01.03"]),
    street=st.sampled_from(["", "河东街道", "河西街道"]),
    road=st.sampled_from(["", "人民路", "长安路"]),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of ours
@given(st.lists(reports, max_size=12), st.integers(2, 4))
def test_clusters_part_what_they_are_given(given_reports, least):
    found = gathering.clusters(given_reports, hours=24, least=least)
    keys = [key for cluster in found for key in cluster.keys]
    assert len(keys) == len(set(keys)) and set(keys) <= {one.key for one in given_reports}
    assert all(len(cluster.keys) >= least and 0 <= cluster.score <= 1 for cluster in found)
    assert found == gathering.clusters(given_reports[::-1], hours=24, least=least), (
        "in whatever order they come"
    )


@given(reports, reports)
def test_likeness_is_mutual_and_bounded(one, other):
    words = repeats.Words([one.text, other.text])
    mine, theirs = words.weighed(one), words.weighed(other)
    there, back = repeats.matter(one, mine, other, theirs), repeats.matter(other, theirs, one, mine)
    assert there == pytest.approx(back) and 0 <= there <= 1


def _plain(one: Report) -> dict:
    return {name: getattr(one, name) for name in Report.__dataclass_fields__}
