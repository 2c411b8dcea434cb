"""`zhixi dispatch learn` as a process of its own: what it leaves when it ends, when it is killed, and when it may not."""

import signal
import time

import pytest

from tests.office import Office

STATE = """
from zhixi.hotline.dispatching.models import LearntModel, Run
print(list(Run.objects.order_by("pk").values_list("state", flat=True)), LearntModel.objects.count())
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Office:
    return Office.opened(tmp_path_factory.mktemp("learning"))


def folders(office: Office) -> list[str]:
    place = office.home / "models" / "dispatch"
    return sorted(path.name for path in place.iterdir()) if place.is_dir() else []


def test_it_offers_what_it_learnt_and_uses_nothing(office):
    done = office.run("dispatch", "learn", "--held-out", "30")
    assert done.returncode == 0, done.stderr
    assert "orders learnt" in done.stdout and "top1" in done.stdout
    assert office.python(STATE) == "['done'] 1"
    [only] = folders(office)
    told = office.python("from zhixi.hotline.dispatching import keeping; print(keeping.present().model)")
    assert only.startswith("learnt-") and told == "None"


def test_a_killed_one_leaves_a_row_that_says_so_and_the_models_as_they_were(office):
    before = folders(office)
    with open(office.home / "killed.log", "w", encoding="utf-8") as log:
        process = office.start("dispatch", "learn", "--held-out", "30", stdout=log, stderr=log)
        until = time.monotonic() + 60
        while "running" not in office.python(STATE) and time.monotonic() < until:
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    killed = "running" in office.python(STATE)  # a quick machine may have finished it before
    assert office.run("tick").returncode == 0
    assert office.python(STATE) == ("['done', 'failed'] 1" if killed else "['done', 'done'] 2")
    assert not killed or [name for name in folders(office) if not name.startswith(".")] == before


def test_too_little_is_said_in_one_line(office):
    done = office.run("dispatch", "learn", "--held-out", "1")
    assert done.returncode == 2
    assert "留作比较的工单只有" in done.stderr.splitlines()[-1]
