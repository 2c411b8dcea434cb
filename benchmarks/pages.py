"""How soon a page's API calls answer, from a real server on the demonstration city.

    python benchmarks/pages.py [--times 60] [--people 8]

Starts `zhixi serve` in a ZHIXI_HOME of its own, signs people in, and asks for what each page asks for, one after
another and then several people at once. Prints tables in Markdown, milliseconds.
"""

import argparse
import concurrent.futures
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

import httpx

ROOT = pathlib.Path(__file__).parent.parent
PASSWORD = "benchmark-12345"
# page, who opens it, what it asks for
PAGES = (
    ("sign-in page", None, ("/", "/api/session")),
    ("start of every page", "agent1", ("/api/session", "/api/meta")),
    (
        "seat",
        "agent1",
        ("/api/calls?state=waiting", "/api/calls/demo", "/api/articles/search?q=居住证怎么办"),
    ),
    ("orders, all", "teamlead1", ("/api/orders?box=all", "/api/orders/boxes")),
    (
        "orders, searched",
        "teamlead1",
        ("/api/orders?box=all&q=路灯", "/api/orders?box=all&state=archived&page=20"),
    ),
    ("orders to dispatch", "dispatcher1", ("/api/orders?box=to_dispatch", "/api/orders/boxes")),
    ("a unit's orders", "clerk.chengguan", ("/api/orders?box=in_hand", "/api/orders/boxes")),
    ("an order", "dispatcher1", ("/api/orders/{number}", "/api/orders/{number}/events")),
    ("its recommended units", "dispatcher1", ("/api/orders/{number}/recommendations",)),
    ("articles", "agent1", ("/api/articles", "/api/articles/juzhuzheng-shenling")),
    ("people", "teamlead1", ("/api/people",)),
    ("audit", "admin1", ("/api/audit/events",)),
    ("calendar", "agent1", ("/api/calendar?year=2026",)),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--people", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {
            "ZHIXI_HOME": home,
            "ZHIXI_DATABASE": "",
            "ZHIXI_DEMO": "1",
            "PYTHONPATH": str(ROOT / "src"),
        }
        zhixi = [sys.executable, "-m", "zhixi"]
        subprocess.run(
            [*zhixi, "seed", "--demo", "--password", PASSWORD], env=env, check=True, stdout=subprocess.DEVNULL
        )
        port = _free_port()
        server = subprocess.Popen([*zhixi, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL)
        try:
            _measure(f"http://127.0.0.1:{port}", options.times, options.people)
        finally:
            server.terminate()
            server.wait(30)


def _measure(base: str, times: int, people: int) -> None:
    _wait_for(base)
    clients = {name: _signed_in(base, name) for name in {who for _, who, _ in PAGES}}
    number = clients["dispatcher1"].get("/api/orders?box=to_dispatch").json()["items"][0]["number"]
    pages = [(page, who, path.replace("{number}", number)) for page, who, paths in PAGES for path in paths]
    for _, who, path in pages:  # indexes are built by whoever comes first
        clients[who].get(path).raise_for_status()
    print(f"## One person at a time, {times} times each\n\n| page | request | p50 | p95 |\n|---|---|---|---|")
    everything = []
    for page, who, path in pages:
        took = [_ask(clients[who], path) for _ in range(times)]
        everything += took
        print(f"| {page} | `{path.replace(number, 'NUMBER')}` | {_at(took, 0.5)} | {_at(took, 0.95)} |")
    print(f"| all | | {_at(everything, 0.5)} | {_at(everything, 0.95)} |\n")
    together = [_signed_in(base, f"agent{1 + n % 4}") for n in range(people)]
    paths = [path for _, who, path in pages if who == "agent1"] + ["/api/orders?box=all"]
    with concurrent.futures.ThreadPoolExecutor(people) as pool:
        begun = time.perf_counter()
        rows = list(
            pool.map(lambda c: [_ask(c, path) for _ in range(max(1, times // 4)) for path in paths], together)
        )
        took = [ms for row in rows for ms in row]
        rate = len(took) / (time.perf_counter() - begun)
    print(
        f"## {people} people at once, without a pause\n\n| requests | a second | p50 | p95 |\n|---|---|---|---|"
    )
    print(f"| {len(took)} | {rate:.0f} | {_at(took, 0.5)} | {_at(took, 0.95)} |")


def _signed_in(base: str, name: str | None) -> httpx.Client:
    client = httpx.Client(base_url=base, timeout=30)
    client.get("/api/session")
    if name:
        token = {"X-CSRFToken": client.cookies["csrftoken"]}
        client.post(
            "/api/session", json={"username": name, "password": PASSWORD}, headers=token
        ).raise_for_status()
    return client


def _ask(client: httpx.Client, path: str) -> float:
    begun = time.perf_counter()
    client.get(path).raise_for_status()
    return 1000 * (time.perf_counter() - begun)


def _at(took: list[float], share: float) -> str:
    return f"{sorted(took)[min(len(took) - 1, int(share * len(took)))]:.0f}"


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def _wait_for(base: str) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{base}/api/session", timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
