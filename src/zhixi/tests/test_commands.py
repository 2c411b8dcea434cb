"""The commands of the office, run as a person runs them: in a home of their own, by their exit codes."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).parents[3]
SCRIPT = str(ROOT / "city" / "calls" / "call-05.yaml")


def environment(home) -> dict:
    return os.environ | {
        "ZHIXI_HOME": str(home),
        "ZHIXI_DATABASE": "",
        "ZHIXI_DEMO": "1",
        "PYTHONPATH": str(ROOT / "src"),
    }


def zhixi(home, *arguments):
    command = [sys.executable, "-m", "zhixi", *arguments]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the demonstration city in it."""
    home = tmp_path_factory.mktemp("home")
    seeded = zhixi(home, "seed", "--demo")
    assert seeded.returncode == 0, seeded.stderr
    assert "units:" in seeded.stdout
    return home


def test_seeding_again_changes_nothing(home):
    assert zhixi(home, "seed", "--demo").stdout == "everything was already there\n"


def test_a_folder_that_is_no_city_is_refused(home, tmp_path):
    refused = zhixi(home, "seed", "--city", str(tmp_path))
    assert refused.returncode == 2 and "docs/city-folder.md" in refused.stderr


def test_the_demonstration_walks_a_call_to_the_archive_and_shows_no_number(home):
    shown = zhixi(home, "demo")
    assert shown.returncode == 0, shown.stderr
    for heading in ("通话", "工单草稿", "知识", "推荐单位", "办理过程"):
        assert f"── {heading}" in shown.stdout
    assert "已归档" in shown.stdout and "完整" in shown.stdout
    assert "13900000238" not in shown.stdout and "零二三八" not in shown.stdout


def test_a_written_call_is_played_and_saved(home):
    played = zhixi(home, "call", "--script", SCRIPT, "--seat", "agent1", "--fast", "--headless-order")
    assert played.returncode == 0, played.stderr
    assert "市民" in played.stdout and "已受理" in played.stdout
    assert zhixi(home, "audit", "verify").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "--caller FILE or --script FILE"),
        (["--script", "nowhere.yaml", "--seat", "agent1"], "no such file"),
        (["--script", SCRIPT, "--seat", "nobody"], "there is no user nobody"),
        (["--script", SCRIPT, "--seat", "clerk.chengguan"], "不能接听电话"),
        (["--script", SCRIPT, "--headless-order"], "--seat"),
        (["--caller", __file__, "--seat", "agent1"], "is not sound"),
    ],
)
def test_a_call_that_cannot_be_played_says_why(home, arguments, told):
    refused = zhixi(home, "call", *arguments)
    assert refused.returncode == 2
    assert told in refused.stderr and "Traceback" not in refused.stderr


def test_an_import_is_tried_dry_then_done_then_done_again(home, tmp_path):
    path = tmp_path / "old.csv"
    path.write_text(
        "单号,时间,内容\nA-1,2026-01-05 09:00,路灯不亮\nA-2,2026-13-05,井盖缺失\n", encoding="gb18030"
    )
    chosen = ["--map", "工单编号=单号", "来电时间=时间", "诉求内容=内容"]
    dry = zhixi(home, "import", "orders", str(path), *chosen, "--dry-run")
    assert dry.returncode == 2 and "row 3, column 时间" in dry.stderr and "nothing was written" in dry.stdout
    assert zhixi(home, "import", "orders", str(path), *chosen).returncode == 2
    path.write_text(path.read_text(encoding="gb18030").replace("-13-", "-12-"), encoding="utf-8-sig")
    assert "2 added" in zhixi(home, "import", "orders", str(path), *chosen).stdout
    assert "2 unchanged" in zhixi(home, "import", "orders", str(path), *chosen).stdout


def test_a_home_that_cannot_be_written_to_is_named():
    refused = zhixi("/proc/zhixi", "seed")
    assert refused.returncode == 3 and "ZHIXI_HOME" in refused.stderr


def test_a_server_starts_answers_and_stops_and_two_do_not_share_a_port(home):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "zhixi", "serve", "--demo", "--port", str(port)]
    server = subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, text=True)
    try:
        _answers(f"http://127.0.0.1:{port}/api/session")
        second = zhixi(home, "web", "--port", str(port))
        assert second.returncode == 3 and f"--port {port + 1}" in second.stderr
    finally:
        server.send_signal(signal.SIGTERM)
        printed = server.communicate(timeout=30)[0]
    assert f"http://127.0.0.1:{port}" in printed and "agent1" in printed


def _answers(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not answer")
