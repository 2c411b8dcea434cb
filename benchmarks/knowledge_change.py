"""How soon another process finds a changed answer, and that a deleted index is made again (知识更新的时效).

    PYTHONPATH=src python benchmarks/knowledge_change.py [--times 20]

An office of its own with the demonstration city on SQLite. One process asks the same question again and again; another
publishes an article that answers it. Counted from the commit of the publication to the first answer that shows it.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.office import Office  # noqa: E402

ASKING = """
import time, sys
from zhixi.hotline.articles import search
from django.utils import timezone
for line in sys.stdin:
    wanted = line.strip()
    print("asking", flush=True)
    while True:
        began = time.time()
        found = search.answer("月球车停放证怎么办理" + wanted, on=timezone.localdate())
        if any(card.passage.key == wanted for card in found.cards):
            print(time.time(), time.time() - began, flush=True)
            break
        time.sleep(0.02)
"""
PUBLISHING = """
import time
from django.utils import timezone
from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles import actions
editor, reviewer = (User.objects.get(username=name) for name in ("editor1", "reviewer1"))
fields = {{"title": "月球车停放证怎么办理{key}", "body": "月球车停放证到窗口办理，编号{key}。"}}
made = actions.write(actor=editor, key="{key}", fields=fields, now=timezone.now())
made = actions.take(actor=editor, key="{key}", verb="submit", revision=made.revision, now=timezone.now())
actions.take(actor=reviewer, key="{key}", verb="publish", revision=made.revision, now=timezone.now())
print(time.time())
"""
FOUND = "print(len(search.answer('居住证怎么办', on=timezone.localdate()).cards), bool(list(home.glob('articles-*'))))"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        office = Office.opened(pathlib.Path(folder), ZHIXI_MEANING="0")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        asking = office.start("shell", "--no-imports", "-c", f"exec({ASKING!r})", **pipes)
        delays = [_one(office, asking, f"change{n}") for n in range(options.times)]
        asking.stdin.close()
        asking.wait(timeout=60)
        print(
            f"{len(delays)} changes found in another process: median {statistics.median(delays):.2f} s, "
            f"longest {max(delays):.2f} s after the commit"
        )
        print(_after_deletion(office))


def _one(office: Office, asking: subprocess.Popen, key: str) -> float:
    asking.stdin.write(f"{key}\n")
    asking.stdin.flush()
    assert asking.stdout.readline().strip() == "asking"
    published = float(office.python(PUBLISHING.format(key=key)).splitlines()[-1])
    found, _ = asking.stdout.readline().split()
    return float(found) - published


def _after_deletion(office: Office) -> str:
    import shutil

    shutil.rmtree(office.home / "index")
    code = f"from zhixi.hotline.articles import search; from django.utils import timezone; import pathlib; home = pathlib.Path({str(office.home / 'index')!r}); {FOUND}"
    began = time.perf_counter()
    cards, there = office.python(code).split()
    return f"index deleted: the next process found {cards} cards and made it again ({there}), {time.perf_counter() - began:.1f} s with its start"


if __name__ == "__main__":
    main()
