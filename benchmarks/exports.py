"""How much memory an export takes: many rows against few, each in a process of its own.

    python benchmarks/exports.py [--rows 100000]

Makes an invented office in SQLite (`million_rows.py`), exports every column of 1,000 and then of all its orders the
way the office does, and prints a table in Markdown: peak memory of the process before and after, seconds, size.
"""

import argparse
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
FEW = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--export", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        return _make(options.rows)
    if options.export:
        return _export(options.export)
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"ZHIXI_HOME": home, "ZHIXI_DATABASE": "", "PYTHONPATH": str(ROOT / "src")}
        env |= {"ZHIXI_SEAL_KEY": "benchmark", "DJANGO_SETTINGS_MODULE": "zhixi.settings"}
        me = [sys.executable, __file__]
        subprocess.run([*me, "--make", "--rows", str(options.rows)], env=env, check=True)
        print("| rows | memory before, MB | peak, MB | seconds | file, MB |\n|---|---|---|---|---|")
        for rows in (FEW, options.rows):
            done = subprocess.run([*me, "--export", str(rows)], env=env, check=True, stdout=subprocess.PIPE)
            told = json.loads(done.stdout.splitlines()[-1])
            print("| {rows:,} | {before:.0f} | {peak:.0f} | {seconds:.0f} | {size:.1f} |".format(**told))


def _make(rows: int) -> None:
    import django

    django.setup()
    import million_rows
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    dice = random.Random(7)
    office = million_rows.make_office(dice)
    million_rows.make_orders(office, rows // 10, dice, timezone.now(), lambda n: None)
    million_rows.multiply(10)


def _export(rows: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.archive.actions import exporting
    from zhixi.hotline.archive.columns import COLUMNS
    from zhixi.hotline.archive.models import Export
    from zhixi.hotline.archive.tasks import make_exports
    from zhixi.hotline.orders.filters import OrderFilter

    settings.EXPORT_ROWS, now = 10_000_000, timezone.now()
    exporting.ask(
        actor=User.objects.get(username="supervisor"),
        wanted=OrderFilter(),
        columns=list(COLUMNS),
        purpose="测量",
        now=now,
    )
    settings.EXPORT_ROWS = rows
    before, begun = _peak(), time.perf_counter()
    make_exports(now)
    export = Export.objects.order_by("-pk").first()
    seconds = time.perf_counter() - begun
    told = {"rows": export.rows, "before": before, "peak": _peak(), "seconds": seconds}
    print(json.dumps(told | {"size": export.size / 2**20}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
