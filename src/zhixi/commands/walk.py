"""Walk the verbs of orders at random by people of every role, and hold each outcome against a rulebook of its own.

Runs in a test database that is made for it and dropped afterwards: in memory, or beside the one that
ZHIXI_DATABASE names. Exit 1 with the first disagreement; the same seed walks the same way again.
"""

import sys
import time


def arguments(parser) -> None:
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--orders", type=int, default=12, help="how many are under way at once")
    parser.add_argument(
        "--chunk", type=int, default=10_000, help="steps after which orders are rebuilt and left"
    )


def run(options) -> int:
    from zhixi.errors import BadInput
    from zhixi.office import open_office

    if min(options.steps, options.orders, options.chunk) < 1:
        raise BadInput("--steps, --orders and --chunk count from 1", cure="write a positive number")
    open_office(tables=False)
    from django.db import connection

    from zhixi.hotline.orders.walking.comparing import Astray

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return _walk(options)
    except Astray as wrong:
        print(f"zhixi: seed {options.seed}: {wrong}", file=sys.stderr)
        return 1
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _walk(options) -> int:
    from zhixi.hotline.audit.verifying import verify
    from zhixi.hotline.orders.walking.walker import Walker
    from zhixi.hotline.orders.walking.world import make_world

    began = time.monotonic()
    walker = Walker(make_world(), options.seed, options.orders)
    for done in range(0, options.steps, options.chunk):
        walker.go(min(options.chunk, options.steps - done))
        walker.check()
        walker.forget()
        told = walker.tally
        print(f"{told.steps} steps, {told.orders} orders, {time.monotonic() - began:.0f} s", flush=True)
    verdict = verify()
    _report(walker.tally, verdict, time.monotonic() - began)
    return 0 if verdict.ok else 1


def _report(tally, verdict, seconds: float) -> None:
    print(f"\n| what | count |\n|---|---|\n| steps | {tally.steps} |\n| orders | {tally.orders} |")
    print(f"| taken, by {len(tally.taken)} verbs | {sum(tally.taken.values())} |")
    for kind, count in sorted(tally.refused.items()):
        print(f"| {kind} | {count} |")
    print(f"| orders rebuilt from their events | {tally.rebuilt} |")
    print(f"| events in the chain | {verdict.events}, {'whole' if verdict.ok else verdict.fault} |")
    print(f"| seconds | {seconds:.0f} |\n")
    print(", ".join(f"{verb} {count}" for verb, count in tally.taken.most_common()))
