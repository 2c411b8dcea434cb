"""One process that serves: the socket first, then the office, then the doors, and a thread for the clocks."""

import contextlib
import dataclasses
import logging
import socket
import sys
import threading

from zhixi.errors import BadInput, Unavailable, ZhixiError
from zhixi.memory import few_heaps
from zhixi.office import open_office

TICK = 30  # seconds between sweeps of the clocks
log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """ticking: sweep the clocks here. demo: print the logins, and have one written call ring.

    pages: serve people. doors: take live sound under /gateway/, and AudioSocket where a port is given.
    """

    host: str
    port: int
    ticking: bool = False
    demo: bool = False
    pages: bool = True
    doors: bool = False
    audiosocket_port: int | None = None

    def run(self) -> int:
        """Serve until told to stop (SIGINT, SIGTERM); open requests are finished first."""
        import uvicorn

        few_heaps()
        with self._listening() as door:
            open_office()
            if self.pages:
                self._look_at_pages()
            application = self._application()
            _import_all()
            stopping = threading.Event()
            if self.ticking:
                threading.Thread(target=_tick, args=(stopping,), name="tick", daemon=True).start()
            if self.demo:
                _one_call_rings()
            _greet(f"http://{self.host}:{door.getsockname()[1]}", self.demo)
            config = uvicorn.Config(
                application,
                lifespan="on" if self.doors else "off",
                log_level="warning",
                access_log=False,  # an address may hold what somebody searched for
                timeout_graceful_shutdown=10,
                server_header=False,
                ws_max_size=1 << 16,
                ws_per_message_deflate=False,  # sound does not shrink, and pressing it costs more than all else
            )
            try:
                uvicorn.Server(config).run(sockets=[door])
            finally:
                stopping.set()
        return 0

    def _application(self):
        from zhixi.asgi import application

        if not self.doors:
            return application
        from zhixi.doors import WithDoors

        audiosocket = (self.host, self.audiosocket_port) if self.audiosocket_port else None
        return WithDoors(application if self.pages else None, audiosocket=audiosocket)

    @contextlib.contextmanager
    def _listening(self):
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        # With the protocol named, asyncio sends small answers at once; without it each waits 40 ms for an ACK.
        door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((self.host, self.port))
            door.listen(512)
        except OverflowError as error:
            door.close()
            raise BadInput(f"there is no port {self.port}", cure="give one from 1024 to 65535") from error
        except OSError as error:
            door.close()
            raise Unavailable(
                f"{self.host}:{self.port} cannot be served on: {error.strerror}",
                cure=f"stop what runs there, or choose another port: --port {self.port + 1}",
            ) from error
        with door:
            yield door

    def _look_at_pages(self) -> None:
        from zhixi import pages

        if not pages.is_built():
            print(
                f"zhixi: the pages are not built; the API works. Build them: {pages.BUILD}", file=sys.stderr
            )


def _tick(stopping: threading.Event) -> None:
    """Sweep the clocks now and every half minute, and keep the seat's indexes warm for the next call.

    A busy database is tried again at the next turn.
    """
    from django.db import OperationalError, close_old_connections
    from django.utils import timezone

    from zhixi.hotline.calls import tools
    from zhixi.hotline.ticking import tick

    while True:
        try:
            tick(timezone.now())
            tools.warm()
        except (OperationalError, ZhixiError) as error:
            log.warning("this turn of the clocks was not finished: %s", error)
        close_old_connections()
        if stopping.wait(TICK):
            return


def _import_all() -> None:
    """Before there are threads: two that begin to import modules which need each other break one another's imports."""
    from zhixi import urls  # noqa: F401
    from zhixi.hotline import ticking  # noqa: F401
    from zhixi.hotline.calls import demo, tools  # noqa: F401


def _one_call_rings() -> None:
    """Let a written call wait for a visitor, unless one waits already."""
    from zhixi.hotline.calls import demo
    from zhixi.hotline.calls.choices import CallState
    from zhixi.hotline.calls.models import Call

    waiting = Call.objects.filter(state=CallState.WAITING).exists()
    if not waiting:
        demo.ring(demo.FIRST)


def _greet(address: str, demo: bool) -> None:
    print(f"智席 Zhixi: {address}", flush=True)
    if not demo:
        return
    from zhixi.commands.seed import demo_password
    from zhixi.hotline.accounts.choices import Role
    from zhixi.hotline.accounts.models import User

    print(f"\n  演示账号（密码都是 {demo_password()}）")
    for role in Role:
        user = User.objects.filter(role=role, is_active=True).order_by("pk").first()
        if user:
            print(f"    {user.username:<24}{role.label}　{user.name}")
    print("\n  一个演示来电正在等待：用 agent1 登录接听。按 Ctrl-C 停止。", flush=True)
