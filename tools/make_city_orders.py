"""Write city/orders.csv: 1,500 past orders of the demonstration city, from hand-written situations.

    python tools/make_city_orders.py [CITY_FOLDER]

The same situations and the same seed give the same file. An order's state is what its own clock has
reached by the afternoon of LAST_DAY (NOW), so the newest orders are open, and none is younger.
"""

import csv
import datetime as dt
import os
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "src"), str(HERE)]

from city_order_text import People, Scene, fill  # noqa: E402
from city_order_time import SHANGHAI, Life  # noqa: E402

from zhixi.assist.city import City, Unit, read_city  # noqa: E402

SEED, COUNT = 12345, 1500
FIRST_DAY, LAST_DAY = dt.date(2026, 1, 5), dt.date(2026, 11, 20)
NOW = dt.datetime.combine(LAST_DAY, dt.time(17), SHANGHAI)
# How many requests fall from a day to LAST_DAY: the last days are fuller, so that work lies open.
STRETCHES = ((dt.date(2026, 11, 19), 34), (dt.date(2026, 11, 1), 200))
HOURS = [2, 1, 1, 1, 1, 2, 5, 14, 30, 42, 40, 32, 20, 22, 36, 40, 36, 28, 20, 18, 16, 12, 8, 4]
CHANNELS = {"phone": 72, "wechat": 12, "app": 9, "web": 7}
# Which unit a dispatcher takes for the right one when he errs, by the unit that is.
MISTAKEN = {
    "gongan": "chengguan",
    "shengtai": "shuiwu",
    "shuiwu": "chengguan",
    "shuiwujituan": "shuiwu",
    "jiaotong": "jiaojing",
    "jiaojing": "jiaotong",
    "zhujian": "ziran",
    "shichang": "jiaoyu",
    "jiaoyu": "shichang",
    "renshe": "yibao",
    "yibao": "renshe",
    "xiaofang": "yingji",
    "yuanlin": "chengguan",
    "chengguan": "gongdian",
}


def main(folder: pathlib.Path) -> int:
    city, rng = read_city(folder), random.Random(SEED)
    people, last = People(rng), {}
    orders = []
    for received, row in sorted(_requests(rng), key=lambda pair: pair[0]):
        day = received.strftime("%Y%m%d")
        last[day] = last.get(day, 0) + 1
        orders.append(_order(city, rng, people, row, received, f"{day}-{last[day]:06}"))
    _write(folder / "orders.csv", orders)
    print(f"{len(orders)} orders, {sum(o['state'] != 'archived' for o in orders)} of them open")
    return 0


def _requests(rng: random.Random) -> list[tuple[dt.datetime, dict]]:
    """Pairs of a moment and a situation: the events at their own hours, the rest spread over the days."""
    requests = []
    for row in _table("city_events.csv"):
        begins = dt.datetime.fromisoformat(row["begins"]).replace(tzinfo=SHANGHAI)
        requests.append((begins + dt.timedelta(seconds=rng.randrange(int(row["hours"]) * 3600)), row))
    situations = _table("city_situations.csv")
    missing = COUNT - len(requests)
    for n in range(missing):
        row = situations[n] if n < len(situations) else rng.choice(situations)  # each one at least once
        requests.append((_moment(rng, *_stretch(missing - n)), row))
    return requests


def _stretch(left: int) -> tuple[dt.date, dt.date]:
    """First and last day for a request after which `left` are still to be placed."""
    for first, count in STRETCHES:
        if left <= count:
            return first, LAST_DAY
    return FIRST_DAY, STRETCHES[-1][0]


def _moment(rng: random.Random, first: dt.date, final: dt.date) -> dt.datetime:
    while True:
        day = first + dt.timedelta(days=rng.randrange((final - first).days + 1))
        hour = rng.choices(range(24), HOURS)[0]
        moment = dt.datetime.combine(day, dt.time(hour, rng.randrange(60), rng.randrange(60)), SHANGHAI)
        if moment < NOW and (day.weekday() < 5 or rng.random() < 0.6):
            return moment


def _order(city: City, rng, people: People, row: dict, received: dt.datetime, number: str) -> dict:
    scene = Scene.of(row, city, rng)
    unit = _lead(city, rng, row, scene, received.date())
    channel = rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    name, gender, phone = people.next(row)
    secret = rng.random() < {"report": 0.4, "complaint": 0.04}.get(row["type"], 0)
    urgency = row["urgency"] or "normal"
    on_the_spot = row["type"] == "enquiry" and channel == "phone" and rng.random() < 0.75
    wrong = "" if on_the_spot else _mistake(rng, city, row, unit, received.date())
    life = Life.of(rng, row, urgency, received, NOW, returned=bool(wrong), on_the_spot=on_the_spot)
    slots = scene.slots(rng, received)
    return {
        "number": number,
        "received_at": received.isoformat(),
        "channel": channel,
        "request_type": row["type"],
        "urgency": urgency,
        "category": row["category"],
        "title": fill(rng, _title(rng, row), slots),
        "description": fill(rng, _opening(rng, row, channel) + row["text"] + _demand(rng, row), slots),
        "caller_name": "" if secret and rng.random() < 0.5 else name,
        "caller_gender": gender,
        "caller_phone": phone,
        "confidential": int(secret),
        **scene.columns(),
        "unit": ""
        if on_the_spot or not life.dispatched
        else (wrong if life.state == "returned" else unit.code),
        **life.columns(fill(rng, row["reply"], slots | life.reply_slots())),
        "returned_from": wrong if life.was_returned else "",
    }


def _lead(city: City, rng, row: dict, scene: Scene, day: dt.date) -> Unit:
    """The first unit of the duty list that answers for this matter at this place."""
    units = {unit.code: unit for unit in city.units}
    able = [units[d.unit] for d in city.duties if d.category == row["category"] and d.valid_on(day)]
    hint = row.get("unit") or ""
    if hint in units:
        return units[hint]
    if row["category"] == "01.03.02" and scene.road.endswith("大道"):  # main roads are the city's
        return units["chengguan"]
    for unit in able:
        at_home = unit.street == scene.street if unit.street else unit.district in ("", scene.district)
        if at_home and not (hint == "district" and not unit.district):
            return unit
    return rng.choice(able)


def _mistake(rng, city: City, row: dict, unit: Unit, day: dt.date) -> str:
    often = 0.3 if day >= STRETCHES[0][0] else 0.1  # some returns wait for a ruling in the end
    if rng.random() >= often or row["category"] == "02.03.01" or "begins" in row:
        return ""
    home = next((u.code for u in city.units if u.district == unit.district and u.code != unit.code), "")
    return MISTAKEN.get(unit.code, "") or (home if unit.district else "")


def _title(rng, row: dict) -> str:
    plain = row["type"] not in ("complaint", "help", "report") or "begins" in row
    return row["title"] if plain or rng.random() < 0.35 else f"关于{row['title']}的问题"


def _opening(rng, row: dict, channel: str) -> str:
    if channel != "phone":
        return rng.choice(
            ["", "您好，", "领导您好，", "我要反映一个问题，" if row["type"] != "praise" else ""]
        )
    verb = {"enquiry": "咨询", "suggestion": "提出", "praise": "表示", "report": "举报"}.get(
        row["type"], "反映"
    )
    return rng.choice([f"市民来电{verb}，", f"来电人{verb}，", f"市民{verb}："])


def _demand(rng, row: dict) -> str:
    asks = {
        "complaint": ["希望相关部门尽快处理。", "要求核实处理并回复。", "希望尽快解决。", ""],
        "report": ["请相关部门查处。", "希望尽快核查。", ""],
        "help": ["请尽快派人处理。", "请求帮助解决。", ""],
        "enquiry": ["请予解答。", ""],
    }
    return rng.choice(asks.get(row["type"], [""]))


def _table(name: str) -> list[dict]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def _write(path: pathlib.Path, orders: list[dict]) -> None:
    beside = path.with_suffix(".csv.new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(orders[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(orders)
    os.replace(beside, path)


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "city")))
