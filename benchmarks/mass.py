"""How long it takes to see and to merge the calls about one burst main, on SQLite with the demonstration city.

    python benchmarks/mass.py [--calls 300]

Works in a ZHIXI_HOME of its own. Prints a table in Markdown: seconds of CPU, and of the clock.
"""

import argparse
import datetime as dt
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
SAID = (
    *("翠屏路水管爆裂，水漫到路面", "翠屏路大量自来水往外冒，家里停水", "翠屏路路边地下喷水，路面积水很深"),
    *("家里没水，听说翠屏路主水管爆了", "翠屏路水管破裂，车辆过不去", "翠屏路爆管，小区全部停水"),
)
WANTED = ("要求尽快抢修", "请派人处理", "希望告知来水时间", "老人小孩用水困难")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--calls", type=int, default=300)
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as home:
        own = {"ZHIXI_HOME": home, "ZHIXI_DATABASE": "", "ZHIXI_DEMO": "1", "PYTHONPATH": str(ROOT / "src")}
        os.environ.update(own)
        for words in (("migrate", "--verbosity", "0"), ("seed", "--demo")):
            subprocess.run([sys.executable, "-m", "zhixi", *words], check=True, capture_output=True)
        sys.path.insert(0, str(ROOT / "src"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhixi.settings"
        import django

        django.setup()
        measure(calls)


def measure(calls: int) -> None:
    from django.utils import timezone

    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.orders import actions, mass, present, queries
    from zhixi.hotline.orders.models import Order

    desk, now = User.objects.get(username="dispatcher1"), timezone.now()
    report(calls, now)
    print(f"| {calls} calls | CPU s | clock s |\n|---|---|---|")
    [cluster] = timed(
        "the page reads its likely events",
        lambda: [c for c in mass.clusters(desk, now) if len(c["orders"]) == calls],
    )
    master = Order.objects.get(number=cluster["master"])
    others = list(Order.objects.filter(number__in=cluster["mergeable"]).exclude(pk=master.pk))
    done = timed(
        f"{len(others)} are merged into one",
        lambda: actions.merge_many(actor=desk, orders=others, now=now, master=master, note="同一处爆管"),
    )
    assert len(done) == calls - 1 and not any(done.values())
    timed("the master's page is read", lambda: present.detail(queries.one(desk, master.number), desk, now))


def report(calls: int, now) -> None:
    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.orders import actions
    from zhixi.hotline.units.models import Category

    chance, agent = random.Random(7), User.objects.get(username="agent1")
    category = Category.objects.get(code="02.01.01.02")
    for _ in range(calls):
        said, at = chance.choice(SAID), now - dt.timedelta(minutes=chance.uniform(0, 180))
        fields = {
            **{"request_type": "help", "category": category, "title": f"关于{said}的求助"},
            **{"description": f"市民反映，{said}，{chance.choice(WANTED)}。", "road": "翠屏路"},
            **{
                "caller_phone": f"139{chance.randrange(10**8):08d}",
                "district": "澜湖区",
                "street": "月桥街道",
            },
        }
        order = actions.create_draft(actor=agent, fields=fields, now=at)
        actions.accept(actor=agent, order=order, now=at)


def timed(what: str, act):
    cpu, clock = time.process_time(), time.perf_counter()
    found = act()
    print(f"| {what} | {time.process_time() - cpu:.2f} | {time.perf_counter() - clock:.2f} |")
    return found


if __name__ == "__main__":
    main()
