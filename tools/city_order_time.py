"""The life of an invented order: when it was dispatched, signed for, answered and called back, as of one moment."""

import dataclasses
import datetime as dt
import random

import chinese_calendar

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
OPENS, CLOSES = dt.time(9), dt.time(17, 30)
# Working days that a unit takes to answer, least and most; the most lies past the limit now and then.
DAYS = {
    "enquiry": (0.3, 2.2),
    "help": (0.5, 8),
    "complaint": (2, 14),
    "report": (3, 15.5),
    "suggestion": (2, 9),
    "praise": (1, 6),
    "utility": (0.2, 2.5),  # water, power or gas is out: help cannot wait for a week
}
HOURS_WHEN_PRESSING = {"urgent": (2, 30), "critical": (0.4, 4)}
SATISFIED = {
    "very_satisfied": 34,
    "satisfied": 38,
    "basically_satisfied": 14,
    "dissatisfied": 9,
    "very_dissatisfied": 5,
}


def working_time_after(start: dt.datetime, hours: float) -> dt.datetime:
    """The moment at which so many office hours have passed since `start`, by the official calendar."""
    left, moment = dt.timedelta(hours=hours), start
    while True:
        opens = dt.datetime.combine(moment.date(), OPENS, SHANGHAI)
        closes = dt.datetime.combine(moment.date(), CLOSES, SHANGHAI)
        if chinese_calendar.is_workday(moment.date()) and moment < closes:
            moment = max(moment, opens)
            if left <= closes - moment:
                return (moment + left).replace(microsecond=0)
            left -= closes - moment
        moment = opens + dt.timedelta(days=1)


# The last hours' orders wait for the dispatcher, so that his page is not empty.
QUEUE = dt.timedelta(hours=4)


@dataclasses.dataclass(frozen=True)
class Life:
    """What has happened to an order by now; moments that have not come are None."""

    state: str
    dispatched: dt.datetime | None = None
    signed: dt.datetime | None = None
    replied: dt.datetime | None = None
    was_returned: bool = False
    satisfied: str = ""
    solved: str = ""

    @classmethod
    def of(
        cls, rng: random.Random, row: dict, urgency: str, received, now, *, returned, on_the_spot
    ) -> "Life":
        if on_the_spot:
            return cls("archived", replied=received + dt.timedelta(seconds=rng.randrange(90, 280)))
        dispatched = received + dt.timedelta(minutes=_dispatch_minutes(rng, urgency))
        ruled = working_time_after(dispatched, rng.uniform(3, 20)) if returned else dispatched
        signed = _signed(rng, urgency, ruled)
        replied = _replied(rng, row, urgency, signed)
        closed = working_time_after(replied, rng.uniform(8, 30))
        sent_back = returned and dispatched + dt.timedelta(hours=1) < now
        if dispatched > now or (received > now - QUEUE and urgency == "normal"):
            return cls("accepted")
        if sent_back and ruled > now:
            return cls("returned", dispatched, was_returned=True)
        if signed > now:
            return cls("dispatched", dispatched, was_returned=sent_back)
        if replied > now or row.get("open"):
            at_work = working_time_after(signed, 3) < now
            return cls("handling" if at_work else "signed", dispatched, signed, was_returned=sent_back)
        if closed > now:
            state = "callback" if rng.random() < 0.5 else "replied"
            return cls(state, dispatched, signed, replied, sent_back)
        return cls("archived", dispatched, signed, replied, sent_back, *_callback(rng, row["type"], returned))

    def columns(self, reply: str) -> dict:
        moments = {"dispatched_at": self.dispatched, "signed_at": self.signed, "replied_at": self.replied}
        return {name: moment.isoformat() if moment else "" for name, moment in moments.items()} | {
            "reply": reply if self.replied else "",
            "state": self.state,
            "satisfied": self.satisfied,
            "solved": self.solved,
        }

    def reply_slots(self) -> dict:
        """Dates that a reply may name: `rday` when somebody came, `rdate` by when the rest is promised."""
        if not (self.replied and self.signed):
            return {"rday": "当日", "rdate": "近期"}
        came = self.signed + (self.replied - self.signed) * 0.7
        promised = self.replied + dt.timedelta(days=20)
        return {"rday": f"{came.month}月{came.day}日", "rdate": f"{promised.month}月底"}


def _dispatch_minutes(rng: random.Random, urgency: str) -> float:
    if rng.random() < 0.04:  # late, as happens
        return round(rng.uniform(32, 90))
    return round(rng.uniform(2, 9) if urgency != "normal" else rng.uniform(4, 29))


def _signed(rng: random.Random, urgency: str, dispatched: dt.datetime) -> dt.datetime:
    if urgency != "normal":
        return dispatched + dt.timedelta(minutes=round(rng.uniform(3, 29)))
    return working_time_after(dispatched, rng.uniform(0.3, 8.6))


def _replied(rng: random.Random, row: dict, urgency: str, signed: dt.datetime) -> dt.datetime:
    if urgency in HOURS_WHEN_PRESSING and row["type"] != "complaint":
        return signed + dt.timedelta(seconds=round(rng.uniform(*HOURS_WHEN_PRESSING[urgency]) * 3600))
    days = (
        DAYS["utility"] if row["type"] == "help" and row["category"].startswith("02.") else DAYS[row["type"]]
    )
    return working_time_after(signed, rng.uniform(*days) * 8.5)


def _callback(rng: random.Random, kind: str, returned: bool) -> tuple[str, str]:
    """How the citizen rated it, and whether it was solved; empty where nobody was reached."""
    if rng.random() < 0.22:
        return "", ""
    weights = list(SATISFIED.values())
    if returned:
        weights = [w * f for w, f in zip(weights, (0.6, 0.8, 1.2, 2, 2), strict=True)]
    if kind == "praise":
        weights = [60, 40, 0, 0, 0]
    answer = rng.choices(list(SATISFIED), weights)[0]
    chance = {"dissatisfied": 0.35, "very_dissatisfied": 0.12, "basically_satisfied": 0.85}.get(answer, 0.97)
    return answer, "1" if rng.random() < chance else "0"
