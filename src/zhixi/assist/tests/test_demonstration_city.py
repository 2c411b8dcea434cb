"""The demonstration city: every name in it leads somewhere, and nobody in it can be called."""

import csv
import datetime as dt
import pathlib
import re

import pytest
import yaml

from zhixi.assist.city import City, read_city

ROOT = pathlib.Path(__file__).parents[4]
CITY = ROOT / "city"
TODAY = dt.date(2026, 11, 21)
TYPES = {"enquiry", "help", "complaint", "report", "suggestion", "praise"}


@pytest.fixture(scope="module")
def city() -> City:
    return read_city(CITY)


@pytest.fixture(scope="module")
def articles() -> dict[str, tuple[dict, str]]:
    found = {}
    for path in CITY.glob("articles/*.md"):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        found[path.stem] = yaml.safe_load(front), body.strip()
    return found


@pytest.fixture(scope="module")
def calls() -> list[dict]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(CITY.glob("calls/*.yaml"))]


@pytest.fixture(scope="module")
def orders() -> list[dict]:
    return _rows("orders.csv")


def _rows(name: str) -> list[dict]:
    with (CITY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _leaves(city: City) -> set[str]:
    codes = {c.code for c in city.categories}
    return {code for code in codes if not any(other.startswith(f"{code}.") for other in codes)}


def _names(city: City, kind: str) -> set[str]:
    return {place.name for place in city.places if place.kind == kind}


def test_the_city_is_large_enough_to_look_alive(city, articles, calls, orders):
    assert len(city.units) >= 40 and len(city.categories) >= 150 and len(city.places) >= 200
    assert len(articles) >= 80 and len(calls) == 12 and len(orders) == 1500
    assert len(_names(city, "district")) == 4 and len(_names(city, "street")) == 16
    situations = ROOT / "tools" / "city_situations.csv"
    assert len(situations.read_text(encoding="utf-8").splitlines()) > 120


def test_codes_are_unique(city, articles):
    for rows in (city.units, city.categories, city.duties):
        assert len({row.code for row in rows}) == len(rows)
    assert len({(p.kind, p.name) for p in city.places}) == len(city.places)
    assert all(front["key"] == stem for stem, (front, _) in articles.items())


def test_the_tree_of_units_has_no_hole_and_no_circle(city):
    units = {unit.code: unit for unit in city.units}
    for unit in city.units:
        above = [unit.code]
        while parent := units[above[-1]].parent:
            assert parent in units and parent not in above
            above.append(parent)
        assert unit.district in _names(city, "district") | {""}
        assert unit.street in _names(city, "street") | {""}
        assert unit.duty and len(unit.duty) > 20


def test_every_category_stands_below_its_parent(city):
    paths = {c.code: c.path for c in city.categories}
    for code, path in paths.items():
        assert len(path) == code.count(".") + 1
        assert len(path) == 1 or paths[code.rpartition(".")[0]] == path[:-1]
    leaves = [c for c in city.categories if c.code in _leaves(city)]
    assert all(c.keywords and c.elements and set(c.request_types) <= TYPES for c in leaves)


def test_every_matter_has_a_unit_that_is_open_today(city):
    units = {unit.code: unit for unit in city.units}
    answered = {d.category for d in city.duties if d.valid_on(TODAY) and units[d.unit].open_on(TODAY)}
    assert answered == _leaves(city)
    assert all(d.clause and d.source and d.matter for d in city.duties)


def test_old_duties_and_closed_units_are_kept(city):
    units = {unit.code: unit for unit in city.units}
    closed = [unit for unit in city.units if not unit.open_on(TODAY)]
    expired = [duty for duty in city.duties if not duty.valid_on(TODAY)]
    assert closed and len(expired) >= 5
    assert not [d for d in city.duties if d.valid_on(TODAY) and not units[d.unit].open_on(TODAY)]


def test_every_place_lies_in_a_district_and_a_street(city):
    homes = {p.name: p.district for p in city.places if p.kind == "street"}
    for place in city.places:
        if place.kind in ("community", "road", "poi"):
            assert homes[place.street] == place.district
    assert all(p.community == p.name for p in city.places if p.kind == "community")


def test_each_role_has_a_person_in_a_unit_that_works(city):
    people, units = _rows("users.csv"), {unit.code: unit for unit in city.units}
    assert len({p["role"] for p in people}) == 16
    assert len({p["username"] for p in people}) == len(people)
    assert all(units[p["unit"]].open_on(TODAY) for p in people)
    assert {"agent1", "agent2", "agent3", "agent4"} <= {p["username"] for p in people}


def test_articles_name_what_exists_and_when_they_hold(city, articles):
    leaves, units = _leaves(city), {unit.code for unit in city.units}
    spans = []
    for front, body in articles.values():
        assert front["category"] in leaves and front["unit"] in units
        assert front["district"] in _names(city, "district") | {""}
        assert front["source"] and front["clause"] and len(front["variants"]) >= 2 and front["tags"]
        assert 100 <= len(body) <= 500
        spans.append((front["valid_from"], front["valid_to"] or dt.date.max))
    assert all(begins <= ends for begins, ends in spans)
    assert sum(ends < TODAY for _, ends in spans) >= 4  # expired
    assert sum(begins > TODAY for begins, _ in spans) >= 2  # not yet in force
    assert sum(bool(front["district"]) for front, _ in articles.values()) >= 5


def test_calls_are_two_sided_talks_whose_times_run_forward(calls):
    for call in calls:
        turns = call["turns"]
        assert 15 <= len(turns) <= 35 and {t["leg"] for t in turns} == {"agent", "caller"}
        assert all(t["start"] < t["end"] and t["text"].strip() for t in turns)
        assert all(one["start"] < two["start"] for one, two in zip(turns, turns[1:], strict=False))


def test_what_a_call_should_come_to_exists(city, calls, articles, orders):
    places = {kind: _names(city, kind) for kind in ("district", "street", "community", "road", "poi")}
    units, known = {u.code for u in city.units}, {order["number"]: order for order in orders}
    for call in calls:
        for expect in (call["expect"], *call["expect"].get("also", ())):
            assert expect["request_type"] in TYPES and expect["unit"] in units
            duty = [d for d in city.duties if d.category == expect["category"] and d.valid_on(TODAY)]
            assert expect["unit"] in {d.unit for d in duty}
            assert "article" not in expect or articles[expect["article"]][0]["category"] == expect["category"]
            assert all(name in places[kind] for kind, name in expect.get("place", {}).items())
        if number := call["expect"].get("related_order"):
            assert known[number]["caller_phone"] == call["calling_number"]
            assert known[number]["state"] != "archived"


def test_no_telephone_in_the_folder_can_exist():
    for path in CITY.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        mobiles = re.findall(r"(?<![\d.])1[3-9]\d{9}(?!\d)", text)
        lines = re.findall(r"(?<![\d.-])0\d{2,3}-?\d{7,8}(?!\d)", text)
        assert all(number.startswith("1390000") for number in mobiles), path
        assert all(number.startswith("0001") for number in lines), path
        assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", text), path
