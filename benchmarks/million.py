"""How soon a list of very many orders answers: every filter, box and view, on PostgreSQL beside SQLite.

    python benchmarks/million.py [--postgres 1000000] [--sqlite 100000] [--server postgresql://postgres@127.0.0.1:5432]

Makes an invented office (`million_rows.py`) in a database `zhixi_bench` of the server's and in a SQLite file, asks
the office's own API for pages, in process and through every layer, and prints a table in Markdown, milliseconds.
Both databases are deleted at the end. `--keep` leaves PostgreSQL's for another look, `--again` looks at it.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
NAME = "zhixi_bench"
CENTRE = ["all", "mine", "to_review", "to_dispatch", "returned", "hard_case", "to_sign", "in_hand", "replied"]
CENTRE += ["callback", "overdue", "reopened", "concluded", "archived"]
UNIT = ["to_sign", "in_hand", "assisting", "returned", "overdue", "concluded", "all"]
DRAWN = 100_000  # orders that are drawn; beyond that each stands several times
# what is asked, by whom, of which address; {…} is drawn anew each time
ASKED = (
    *((f"box {box}", "team_leader", f"box={box}") for box in CENTRE),
    *((f"unit's box {box}", "big_clerk", f"box={box}") for box in UNIT),
    *((f"tiny unit's box {box}", "small_clerk", f"box={box}") for box in UNIT),
    *((f"district's box {box}", "district_admin", f"box={box}") for box in UNIT),
    ("request type", "dispatcher", "request_type={type}"),
    ("urgency", "dispatcher", "urgency={urgency}"),
    ("channel", "dispatcher", "channel={channel}"),
    ("district", "dispatcher", "district={district}"),
    ("category, a leaf", "dispatcher", "category={leaf}"),
    ("category with all below", "dispatcher", "category={top}"),
    ("unit", "dispatcher", "unit={unit}"),
    ("unit with all below", "dispatcher", "unit={parent}&below=true"),
    ("agent", "dispatcher", "agent={agent}"),
    ("one day", "dispatcher", "from={day}&to={day}"),
    ("from a day on", "dispatcher", "from={day}"),
    ("until a day", "dispatcher", "to={day}"),
    ("concluded on a day", "dispatcher", "stage=concluded&stage_from={day}&stage_to={day}"),
    ("archived until a day", "dispatcher", "stage=archived&stage_to={day}"),
    ("replied from a day on", "dispatcher", "stage=replied&stage_from={day}"),
    ("under the handling clock, due today", "dispatcher", "clock=handle&due_from={today}&due_to={today}"),
    ("overdue", "dispatcher", "overdue=true"),
    ("not overdue", "dispatcher", "overdue=false"),
    ("dissatisfied", "dispatcher", "satisfaction=dissatisfied&satisfaction=very_dissatisfied"),
    ("very satisfied", "dispatcher", "satisfaction=very_satisfied"),
    ("unsolved", "dispatcher", "solved=false"),
    ("returned", "dispatcher", "returned=true"),
    ("reopened", "dispatcher", "reopened=true"),
    ("important", "dispatcher", "important=true"),
    ("held", "dispatcher", "held=true"),
    ("confidential", "dispatcher", "confidential=true"),
    ("number", "dispatcher", "q={number}"),
    ("a word", "dispatcher", "q={word}"),
    ("two words", "dispatcher", "q={word} {place}"),
    ("a word, in a unit", "big_clerk", "q={word}"),
    ("a word that is nowhere", "dispatcher", "q=鲸鱼搁浅"),
    ("word, district and state", "dispatcher", "q={word}&district={district}&state=handling"),
    ("type, district, state", "dispatcher", "request_type={type}&district={district}&state=handling"),
    ("type, channel, urgency", "dispatcher", "request_type={type}&channel={channel}&urgency={urgency}"),
    ("category, district, returned", "dispatcher", "category={top}&district={district}&returned=true"),
    ("unit, type, month", "dispatcher", "unit={unit}&request_type={type}&from={day}&to={later}"),
    ("district, dissatisfied", "dispatcher", "district={district}&satisfaction=dissatisfied"),
    ("leaf, praise, critical (rare)", "dispatcher", "category={leaf}&request_type=praise&urgency=critical"),
    ("unit's, type and month", "big_clerk", "request_type={type}&from={day}&to={later}"),
    ("page 50", "dispatcher", "box=all&page=50"),
    ("deep in the list (cursor)", "dispatcher", "after={after}"),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--postgres", type=int, default=1_000_000)
    parser.add_argument("--sqlite", type=int, default=100_000)
    parser.add_argument("--server", default="postgresql://postgres@127.0.0.1:5432")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--home", type=pathlib.Path, help="where indexes lie, to keep them for --again")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        return _measure(options)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or pathlib.Path(folder)
        if options.postgres:
            results.append(_on_postgres(options, home / "postgres"))
        if options.sqlite:
            results.append(_run(options, options.sqlite, "", home / "sqlite"))
    _table(results)


def _on_postgres(options, home: pathlib.Path) -> dict:
    if not options.again:
        _drop(options.server, make=True)
    try:
        return _run(options, options.postgres, f"{options.server}/{NAME}", home)
    finally:
        if not (options.keep or options.again):
            _drop(options.server, make=False)


def _drop(server: str, *, make: bool) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        if make:
            connection.execute(f"CREATE DATABASE {NAME}")


def _run(options, count: int, database: str, home: pathlib.Path) -> dict:
    home.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"ZHIXI_HOME": str(home), "ZHIXI_DATABASE": database, "PYTHONPATH": str(ROOT / "src")}
    env |= {"ZHIXI_SEAL_KEY": "benchmark", "DJANGO_SETTINGS_MODULE": "zhixi.settings"}
    command = [sys.executable, __file__, "--one", str(count), "--times", str(options.times)]
    if options.again:
        command.append("--again")
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _measure(options) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    dice, now, told = random.Random(7), timezone.now(), {}
    if not options.again:
        import million_rows

        from zhixi.hotline.orders import search

        call_command("migrate", verbosity=0)
        begun = time.perf_counter()
        office = million_rows.make_office(dice)
        times = max(1, options.one // DRAWN)
        each, say = options.one // times, lambda n: _say(f"{n} orders", n % 50_000 == 0)
        million_rows.make_orders(office, each, dice, now, say)
        if times > 1:
            million_rows.multiply(times)
        told["making them, s"] = time.perf_counter() - begun
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        begun = time.perf_counter()
        search.rebuild(lambda n: _say(f"{n} in the index", n % 100_000 == 0))
        told["`zhixi index rebuild`, s"] = time.perf_counter() - begun
    from zhixi.hotline.orders.search import store

    told["index, MB"] = sum(p.stat().st_size for p in store.current().iterdir()) / 2**20
    name = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    print(
        json.dumps(
            {"name": f"{name}, {options.one:,} orders", "told": told, "took": _ask_all(options.times, dice)}
        )
    )


def _ask_all(times: int, dice: random.Random) -> dict:
    from django.test import Client

    from zhixi.hotline.accounts.models import User

    browsers, took = {}, {}
    for name in {who for _, who, _ in ASKED}:
        browsers[name] = Client(HTTP_HOST="localhost")
        browsers[name].force_login(
            User.objects.get(username=name), "django.contrib.auth.backends.ModelBackend"
        )
        _ask(browsers[name], "/api/orders")  # the first request of a process loads what all need
    for what, who, query in ASKED:
        took[what] = [_ask(browsers[who], f"/api/orders?{_drawn(query, dice)}") for _ in range(times)]
        _say(f"{what}: {max(took[what]):.0f}", True)
    for who in ("team_leader", "big_clerk", "small_clerk", "district_admin"):
        took[f"numbers on the boxes, {who.replace('_', ' ')}"] = [
            _ask(browsers[who], "/api/orders/boxes") for _ in range(times)
        ]
    return took


def _ask(browser, path: str) -> float:
    begun = time.perf_counter()
    answer = browser.get(path)
    took = 1000 * (time.perf_counter() - begun)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.content.decode()}")
    return took


def _drawn(query: str, dice: random.Random) -> str:
    import datetime as dt

    import million_rows
    from django.utils import timezone

    today = timezone.localdate()
    day = today - dt.timedelta(days=dice.randrange(3, 360))
    top = dice.randrange(15)
    return query.format(
        type=dice.choice(million_rows.RequestType.values), urgency=dice.choice(million_rows.Urgency.values),
        channel=dice.choice(million_rows.Channel.values), district=f"第{dice.randrange(12)}区",
        top=f"{top:02}", leaf=f"{top:02}.{dice.randrange(6)}.{dice.randrange(5)}",
        unit=f"d{dice.randrange(12)}-{dice.randrange(9)}", parent=f"d{dice.randrange(12)}",
        agent=dice.randrange(20, 200), day=day, later=day + dt.timedelta(days=30), today=today,
        number=f"{day:%Y%m%d}", word=dice.choice(million_rows.THINGS), place=dice.choice(million_rows.PLACES),
        after=f"{day}T00:00:00%2B08:00~1",
    )  # fmt: skip


def _table(results: list[dict]) -> None:
    heads = "".join(f" {r['name']}: p50 | p95 |" for r in results)
    print(f"| asked |{heads}\n|---|{'---|---|' * len(results)}")
    for what in results[0]["took"]:
        cells = "".join(f" {_at(r['took'][what], 0.5)} | {_at(r['took'][what], 0.95)} |" for r in results)
        print(f"| {what} |{cells}")
    whole = [sorted(t for took in r["took"].values() for t in took) for r in results]
    print("| **all together** |" + "".join(f" {_at(w, 0.5)} | {_at(w, 0.95)} |" for w in whole))
    for r in results:
        print(f"\n{r['name']}: " + ", ".join(f"{name} {value:.0f}" for name, value in r["told"].items()))


def _at(took: list[float], share: float) -> str:
    return f"{sorted(took)[min(len(took) - 1, int(share * len(took)))]:.0f}"


def _say(text: str, really: bool) -> None:
    if really:
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
