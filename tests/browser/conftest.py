"""A real server on a free port with the demonstration city, and Chromium to look at it with."""

import contextlib
import dataclasses
import functools
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.request

import pytest

from tests.office import Office, free_port
from zhixi import pages
from zhixi.assist.speech.weights import models_folder

PASSWORD = "browser-test-12345"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60  # seconds for the server to open its door


@dataclasses.dataclass
class Site:
    """server: the process, once it was started."""

    office: Office
    port: int
    server: subprocess.Popen | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        """Until the door is open. A server that was killed can be started again."""
        path = self.office.home / "serve.log"
        with open(path, "a", encoding="utf-8") as log:
            self.server = self.office.start("serve", "--port", str(self.port), stdout=log, stderr=log)
        wait_for(self.address, self.server, path)

    def rings(self, script: str) -> subprocess.Popen:
        """Let a written call ring, of the city or of a file; once answered it is played as fast as it can be."""
        path = script if script.endswith(".yaml") else f"city/calls/{script}.yaml"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        # A shell's background job is deaf to SIGINT, and so would be what it starts.
        quiet["preexec_fn"] = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        return self.office.start("call", "--script", path, "--fast", "--wait", "60", **quiet)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    return found


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory):
    if not pages.is_built():
        pytest.skip(f"the pages are not built ({pages.BUILD})")
    with served(tmp_path_factory.mktemp("browser")) as site:
        yield site


@contextlib.contextmanager
def served(home: pathlib.Path, **settings: str):
    """The demonstration city in a folder, served with the speech weights of this checkout, if it has some."""
    if models_folder().is_dir():
        (home / "models").symlink_to(models_folder().absolute())
    office = Office.opened(home, ZHIXI_DEMO_PASSWORD=PASSWORD, **settings)
    site = Site(office, free_port())
    try:
        site.serve()
        yield site
    finally:
        site.server.terminate()
        site.server.wait(timeout=30)


@pytest.fixture(scope="session")
def playing():
    """Playwright, once for all browsers of a run."""
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect.set_options(timeout=15_000)  # on a busy machine a page may take its time
    with sync_api.sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(chromium, playing):
    started = playing.chromium.launch(executable_path=chromium, args=FLAGS)
    yield started
    started.close()


@pytest.fixture
def desk(browser, site):
    """desk(username) → a page at which this person is signed in; faults of its scripts fail the test."""
    faults: list[str] = []
    with contextlib.ExitStack() as stack:

        def signed_in(username: str, password: str = PASSWORD):
            page = sign_in(browser, site.address, username, password, faults)
            stack.callback(page.context.close)
            return page

        yield signed_in
    assert not faults


def sign_in(browser, address: str, username: str, password: str, faults: list[str]):
    """A page of a browser of its own at which this person is signed in; faults of its scripts are noted."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}/login")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    return page


def wait_for(address: str, server: subprocess.Popen, log: pathlib.Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/api/session", timeout=2)
            return
        assert server.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.2)
    raise AssertionError(f"the server did not open its door: {log.read_text(encoding='utf-8')}")
