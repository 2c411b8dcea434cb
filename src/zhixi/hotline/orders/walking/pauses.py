"""What follows from verbs about time: extension, suspension, waiting for the citizen (延期, 挂起, 补充)."""

from zhixi.hotline.orders.walking.book import Memo


def _ask_extension(memo, given, who, now):
    memo.extension = (who.name, given["days"])


def _grant_extension(memo, given, who, now):
    memo.granted += memo.extension[1]
    memo.unit_granted = memo.unit_granted or who.role == "unit_lead"
    memo.extension = None


def _refuse_extension(memo, given, who, now):
    memo.extension = None


def _suspend(memo, given, who, now):
    _stop(memo, "suspension")


def _stop(memo: Memo, kind: str) -> None:
    if not memo.stops:
        memo.parked = memo.state
    memo.stops.add(kind)
    memo.state = "suspended"


def _ask_suspension(memo, given, who, now):
    memo.suspension_asked = True


def _grant_suspension(memo, given, who, now):
    memo.suspension_asked = False
    _stop(memo, "suspension")


def _refuse_suspension(memo, given, who, now):
    memo.suspension_asked = False


def _resume(memo, given, who, now):
    memo.stops.clear()
    memo.state = memo.parked


def _ask_supplement(memo, given, who, now):
    memo.waits += 1
    _stop(memo, "waiting")


def _supplement(memo, given, who, now):
    if "waiting" in memo.stops:
        memo.stops.remove("waiting")
        if not memo.stops:
            memo.state = memo.parked


PAUSES = {
    "ask_extension": _ask_extension,
    "grant_extension": _grant_extension,
    "refuse_extension": _refuse_extension,
    "suspend": _suspend,
    "ask_suspension": _ask_suspension,
    "grant_suspension": _grant_suspension,
    "refuse_suspension": _refuse_suspension,
    "resume": _resume,
    "ask_supplement": _ask_supplement,
    "supplement": _supplement,
}
