"""How long a tick takes over many open clocks, sweep and ladder, and what a new holiday costs, on SQLite and PostgreSQL.

    python benchmarks/sweep.py [--orders 100000] [--postgresql postgresql://postgres@127.0.0.1:5432/postgres]

Makes the orders in a database of its own, which goes when it is done. Prints a table in Markdown, seconds.
The PostgreSQL column is left out where no server answers.
"""

import argparse
import datetime as dt
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
NAME = "zhixi_bench_sweep"
BEGAN = dt.datetime(2026, 9, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--postgresql", default="postgresql://postgres@127.0.0.1:5432/postgres")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        print(json.dumps(_measure(options.orders)))
        return
    columns = {"SQLite": _child("", options.orders)}
    if _on_server(options.postgresql, f"DROP DATABASE IF EXISTS {NAME}"):
        _on_server(options.postgresql, f"CREATE DATABASE {NAME}")
        try:
            own = options.postgresql.rsplit("/", 1)[0] + f"/{NAME}"
            columns["PostgreSQL"] = _child(own, options.orders)
        finally:
            _on_server(options.postgresql, f"DROP DATABASE IF EXISTS {NAME}")
    print(f"Load average at the end: {os.getloadavg()[0]:.1f}\n")
    print(f"| {options.orders} open orders | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for row in columns["SQLite"]:
        cells = " | ".join(columns[name].get(row, "") for name in columns)
        print(f"| {row} | {cells} |")


def _on_server(address: str, statement: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=2) as server:
            server.execute(statement)
    except psycopg.OperationalError:
        return False
    return True


def _child(database: str, orders: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {
            "ZHIXI_HOME": home,
            "ZHIXI_DATABASE": database,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "zhixi.settings",
        }
        run = [sys.executable, __file__, "--here", "--orders", str(orders)]
        done = subprocess.run(run, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _measure(orders: int) -> dict[str, str]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    ends = _make(orders)
    from zhixi.hotline.audit.verifying import verify
    from zhixi.hotline.deadlines.replay import disagreements
    from zhixi.hotline.deadlines.tasks import sweep
    from zhixi.hotline.supervision.ladder import climb

    clocks = len(ends)
    rows = {"clocks that run": f"{clocks}"}
    for name, share in (("none", 0), ("1 %", 0.01), ("10 %", 0.1), ("all", 1)):
        now = ends[min(clocks - 1, int(share * clocks))] + dt.timedelta(seconds=1 if share else -1)
        rows[f"sweep, {name} of the clocks late by then"] = _timed(lambda now=now: sweep(now), "noticed")
    rows["the same again: all late, all noticed"] = _timed(lambda: sweep(now), "noticed")
    rows["the ladder at that moment, with its messages"] = _timed(lambda: climb(now), "climbed")
    rows["the same again: all climbed"] = _timed(lambda: climb(now), "climbed")
    rows["a holiday added: every open order counted anew"] = _timed(_holiday, "moved")
    rows["`zhixi audit clocks`"] = _timed(lambda: len(list(disagreements())), "disagree")
    rows["`zhixi audit verify`"] = _timed(lambda: verify().events, "events")
    return rows


def _timed(work, what: str) -> str:
    """Seconds by the clock on the wall, and those that this process used: the rest it waited, for the database or others."""
    begun, used = time.perf_counter(), time.process_time()
    found = work()
    passed, used = time.perf_counter() - begun, time.process_time() - used
    return f"{passed:.2f} s, used {used:.2f} ({found} {what})"


def _make(orders: int) -> list[dt.datetime]:
    """Orders in every state in which a clock runs, with the event that set it going; the ends of their clocks."""
    from django.conf import settings
    from django.db import transaction

    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.audit.actions import Entry, record_many
    from zhixi.hotline.deadlines import clock, limits, terms
    from zhixi.hotline.orders import snapshot
    from zhixi.hotline.orders.due import RUNNING
    from zhixi.hotline.orders.models import Order
    from zhixi.hotline.units.models import Unit

    assert settings.SEAL_KEY
    dice = random.Random(7)
    person = User.objects.create(username="bench", name="bench", role="dispatcher")
    units = [Unit.objects.create(code=f"u{n}", name=f"unit {n}") for n in range(50)]
    for n, unit in enumerate(units):  # whom the ladder tells
        User.objects.create(username=f"clerk{n}", name="clerk", role="unit_clerk", unit=unit)
    for role in ("supervisor", "team_leader", "leader"):
        User.objects.create(username=role, name=role, role=role)
    days, policies = limits.calendar(), limits.policies_in_force()
    states = ["accepted"] * 5 + ["dispatched"] * 15 + ["handling"] * 65 + ["replied"] * 15
    ends, blank = [], snapshot.values_of(Order())
    for first in range(0, orders, 5000):
        made = []
        for n in range(first, min(orders, first + 5000)):
            start = BEGAN + dt.timedelta(minutes=dice.randrange(20 * 1440))
            state = dice.choice(states)
            order = Order(
                number=f"{start:%Y%m%d}-{n:06d}",
                state=state,
                created_by=person,
                created_at=start,
                unit=None if state == "accepted" else dice.choice(units),
                request_type=dice.choice(("help", "complaint", "enquiry", "report")),
                urgency=dice.choice(("normal",) * 9 + ("urgent",)),
                accepted_at=start,
                dispatched_at=None if state == "accepted" else start,
                replied_at=start if state == "replied" else None,
            )
            for which in RUNNING[state]:
                kept = terms.written(start, limits.policy_for(order, which, policies))
                order.clocks = {**order.clocks, str(which): kept}
                end = clock.due(terms.read(kept), days)
                setattr(order, limits.COLUMN[which], end)
                ends.append(end)
            made.append(order)
        with transaction.atomic():
            Order.objects.bulk_create(made, batch_size=500)
            record_many(
                Entry(
                    actor=person,
                    subject="order",
                    key=order.number,
                    verb="import",
                    to_state=order.state,
                    data={"changed": snapshot.changes(blank, order)},
                    at=order.created_at,
                )
                for order in made
            )
    return sorted(ends)


def _holiday() -> int:
    from django.utils import timezone

    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.deadlines.actions import put_day

    admin = User.objects.create(username="admin", name="admin", role="system_admin")
    return put_day(actor=admin, day=dt.date(2026, 9, 15), working=False, name="bench", now=timezone.now())


if __name__ == "__main__":
    main()
