"""What is finished stays, whatever happens to the process or the disk while a call plays."""

import resource
import signal
import subprocess

import pytest

from tests.office import ROOT, Office

CALL = str(ROOT / "city" / "calls" / "call-05.yaml")
WORDS = "from zhixi.hotline.calls.models import Utterance; print(*(u.text for u in Utterance.objects.order_by('id')), sep='\\n')"
STATES = "from zhixi.hotline.calls.models import Call; print(*Call.objects.values_list('state', flat=True))"
ORDERS = "from zhixi.hotline.orders.models import Order; print(Order.objects.count())"
SILENT = (
    "import datetime as dt; from django.utils import timezone; from zhixi.hotline.calls.models import Call;"
    "Call.objects.update(alive_at=timezone.now() - dt.timedelta(minutes=2))"
)


@pytest.fixture
def office(tmp_path):
    return Office.opened(tmp_path)


def spoken(line: str) -> str:
    return line.split("坐席" if "坐席" in line else "市民", 1)[1].strip()


def test_a_killed_player_loses_no_finished_utterance_and_its_call_is_closed_by_the_clock(office):
    player = office.start("call", "--script", CALL, "--seat", "agent1", stdout=subprocess.PIPE, text=True)
    printed = [spoken(player.stdout.readline()) for _ in range(3)]
    player.send_signal(signal.SIGKILL)
    player.wait()

    assert office.python(WORDS).splitlines()[:3] == printed
    assert office.python(STATES) == "talking"

    office.python(SILENT)
    assert office.run("tick").returncode == 0
    assert office.python(STATES) == "ended"
    assert office.run("audit", "verify").returncode == 0


def test_a_full_disk_stops_the_call_with_a_clear_word_and_loses_no_saved_order(office):
    before = int(office.python(ORDERS))
    first = office.run("call", "--script", CALL, "--fast", "--seat", "agent1", "--headless-order")
    assert first.returncode == 0, first.stderr

    def little_room():
        """No file of this process may grow past 60,000 bytes: SQLite's journal of new pages soon would."""
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    full = office.run("call", "--script", CALL, "--fast", "--seat", "agent1", preexec_fn=little_room)
    assert full.returncode == 3
    assert "Traceback" not in full.stderr
    assert "磁盘" in full.stderr

    assert int(office.python(ORDERS)) == before + 1
    assert office.run("audit", "verify").returncode == 0
