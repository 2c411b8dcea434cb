"""Who may come to a door, and how much they may bring (令牌, 网段, 限额)."""

import collections.abc
import dataclasses
import hashlib
import hmac
import ipaddress
import secrets
import time

from zhixi.assist.talk import Leg
from zhixi.errors import BadInput
from zhixi.gateway.events import Opened, leg_of, name_of, number_of, seat_of
from zhixi.gateway.refusals import Refusal, Refused

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes and counts; what each is for stands in docs/operate.md."""

    calls: int = 200
    connections: int = 600
    call_seconds: float = 7_200.0
    silence_seconds: float = 120.0
    first_seconds: float = 30.0  # from the connection to its first frame
    grace_seconds: float = 10.0  # that a connection which broke may take to come back
    dead_seconds: float = 3.0  # without a frame: another connection may take the leg over
    frame_bytes: int = 65_535
    bytes_a_second: int = 160_000  # stereo at 16 kHz has 64,000; in base64 within JSON 90,000


@dataclasses.dataclass(frozen=True, slots=True)
class Guard:
    """Tokens and networks; where both are given both must fit. Neither: only this machine comes in."""

    token_hashes: tuple[str, ...] = ()
    networks: tuple = ()

    @classmethod
    def of(cls, tokens: str, networks: str) -> "Guard":
        """From settings: SHA-256 values and networks, each parted by commas. Raises BadInput."""
        hashes = tuple(part.strip().lower() for part in tokens.split(",") if part.strip())
        if any(len(one) != 64 or set(one) - set("0123456789abcdef") for one in hashes):
            raise BadInput(
                "ZHIXI_GATEWAY_TOKENS is not a list of SHA-256 values", cure="run zhixi gateway --new-token"
            )
        try:
            nets = tuple(ipaddress.ip_network(part.strip()) for part in networks.split(",") if part.strip())
        except ValueError as error:
            raise BadInput(
                f"ZHIXI_GATEWAY_NETWORKS: {error}", cure="write 10.1.2.0/24,192.168.0.5"
            ) from error
        return cls(hashes, nets)

    def admit(self, token: str, address: str) -> None:
        """Raises Refused."""
        self.admit_address(address, otherwise=None if self.token_hashes else LOOPBACK)
        if self.token_hashes and not self._knows(token):
            raise Refused(Refusal.TOKEN)

    def admit_address(self, address: str, *, otherwise=LOOPBACK) -> None:
        """otherwise: the networks where none are set; None lets every address in."""
        networks = self.networks or otherwise
        if networks is not None and not _within(address, networks):
            raise Refused(Refusal.NETWORK)

    def _knows(self, token: str) -> bool:
        """Every hash is compared, and in constant time: how long it takes tells nothing of the token."""
        given = hashed(token)
        return sum(hmac.compare_digest(given, known) for known in self.token_hashes) > 0


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_token() -> tuple[str, str]:
    """A token for the telephone system, and its hash for the settings."""
    token = secrets.token_urlsafe(32)
    return token, hashed(token)


def _within(address: str, networks: collections.abc.Iterable) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)


class Meter:
    """Bytes a second of one connection, with ten seconds' worth saved up for bursts after a stall."""

    BURST = 10

    def __init__(self, limits: Limits, now: float):
        self._limits, self._left, self._at = limits, float(self.BURST * limits.bytes_a_second), now

    def count(self, size: int, now: float, *, frame: bool = True) -> None:
        """frame: whether this is one; a stream brings many together after a stall. Raises Refused."""
        if frame and size > self._limits.frame_bytes:
            raise Refused(Refusal.TOO_LARGE, f"{size} bytes")
        most = self.BURST * self._limits.bytes_a_second
        self._left = min(self._left + (now - self._at) * self._limits.bytes_a_second, most) - size
        self._at = now
        if self._left < 0:
            raise Refused(Refusal.TOO_FAST)


@dataclasses.dataclass(frozen=True, slots=True)
class Announced:
    """What a telephone system tells, with its token, before it sends sound that says nothing of itself."""

    call: str
    leg: Leg
    calling_number: str = dataclasses.field(default="", repr=False)
    called_number: str = dataclasses.field(default="", repr=False)
    seat: str = ""

    @classmethod
    def of(cls, name: str, body: dict) -> "Announced":
        """Raises Refused."""
        return cls(
            call=name_of(body.get("call") or name),
            leg=leg_of(body.get("leg"), Leg.CALLER),
            calling_number=number_of(body.get("calling_number")),
            called_number=number_of(body.get("called_number")),
            seat=seat_of(body.get("seat")),
        )


class Announcements:
    """By the connection's name; forgotten after a while, and the oldest first when there are too many."""

    KEPT, MOST = 120.0, 10_000

    def __init__(self, now=time.monotonic):
        self._now, self._known = now, {}

    def add(self, name: str, announced: Announced) -> None:
        self._forget()
        self._known.pop(name.lower(), None)
        self._known[name.lower()] = (self._now(), announced)

    def find(self, name: str) -> Announced | None:
        self._forget()
        found = self._known.get(name.lower())
        return found[1] if found else None

    def told(self, opened: Opened) -> Opened:
        """What a connection says of itself, with what was announced of it."""
        known = self.find(opened.name)
        if known is None:
            return opened
        return dataclasses.replace(
            opened,
            name=known.call,
            legs=(known.leg,) if len(opened.legs) == 1 else opened.legs,
            calling_number=known.calling_number or opened.calling_number,
            called_number=known.called_number or opened.called_number,
            seat=known.seat or opened.seat,
        )

    def _forget(self) -> None:
        before = self._now() - self.KEPT
        while self._known:
            name, (at, _) = next(iter(self._known.items()))
            if at >= before and len(self._known) <= self.MOST:
                return
            del self._known[name]
