"""The past orders of the demonstration city: whole lives, in places and units that it has."""

import csv
import datetime as dt
import pathlib
import re
import subprocess
import sys

import pytest

from zhixi.assist.city import City, read_city

ROOT = pathlib.Path(__file__).parents[4]
CITY = ROOT / "city"
TYPES = {"enquiry", "help", "complaint", "report", "suggestion", "praise"}
RATINGS = {"", "very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"}


@pytest.fixture(scope="module")
def city() -> City:
    return read_city(CITY)


@pytest.fixture(scope="module")
def orders() -> list[dict]:
    with (CITY / "orders.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _leaves(city: City) -> set[str]:
    codes = {c.code for c in city.categories}
    return {code for code in codes if not any(other.startswith(f"{code}.") for other in codes)}


def _names(city: City, kind: str) -> set[str]:
    return {place.name for place in city.places if place.kind == kind}


def test_orders_name_only_what_the_city_has(city, orders):
    leaves, units = _leaves(city), {u.code: u for u in city.units}
    places = {kind: _names(city, kind) | {""} for kind in ("district", "street", "community", "road")}
    for order in orders:
        assert order["category"] in leaves and order["request_type"] in TYPES
        assert all(order[kind] in names for kind, names in places.items())
        for unit in filter(None, (order["unit"], order["returned_from"])):
            assert units[unit].open_on(dt.datetime.fromisoformat(order["received_at"]).date())
        assert order["satisfied"] in RATINGS and order["solved"] in ("", "0", "1")
        assert "{" not in order["title"] + order["description"] + order["reply"]
    assert len({order["number"] for order in orders}) == len(orders)


def test_an_order_has_the_moments_of_its_state_in_their_sequence(orders):
    for order in orders:
        steps = [order[f"{step}_at"] for step in ("received", "dispatched", "signed", "replied")]
        moments = [dt.datetime.fromisoformat(step) for step in steps if step]
        assert moments == sorted(moments) and order["number"].startswith(moments[0].strftime("%Y%m%d-"))
        done = order["state"] in ("replied", "callback", "archived")
        assert bool(order["reply"]) == bool(order["replied_at"]) == done
        assert bool(order["unit"]) == bool(order["dispatched_at"]) or order["state"] == "accepted"
    assert 80 <= sum(order["state"] != "archived" for order in orders) <= 160
    assert 0.04 <= sum(bool(order["returned_from"]) for order in orders) / len(orders) <= 0.09


def test_one_burst_main_makes_twelve_orders(orders):
    morning = [o for o in orders if o["received_at"].startswith("2026-08-13") and o["street"] == "榆荫街道"]
    assert len([o for o in morning if re.search("水|堵|淹|爆", o["title"])]) >= 12


def test_the_orders_are_what_their_generator_writes(tmp_path):
    for name in ("units.csv", "categories.csv", "duties.csv", "gazetteer.csv"):
        (tmp_path / name).write_bytes((CITY / name).read_bytes())
    script = ROOT / "tools" / "make_city_orders.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True)
    assert (tmp_path / "orders.csv").read_bytes() == (CITY / "orders.csv").read_bytes()
