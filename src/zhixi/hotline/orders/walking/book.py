"""What should happen: the office's rules once more, in their own words and on plain values.

Nothing here is read from the office's code: the table, the conditions and what follows are written a second time
from the rules of the field (docs, 首接负责, 退单, 会商, 合并), so that the walk compares two tellings of them.
"""

import dataclasses
import datetime as dt

OK, ABSENT, FORBIDDEN, ILLEGAL, REFUSED = "ok", "absent", "forbidden", "illegal", "refused"
CENTRE = frozenset(
    [
        "agent",
        "team_leader",
        "dispatcher",
        "web_agent",
        "supervisor",
        "qa_inspector",
        "analyst",
        "trainer",
        "knowledge_editor",
        "knowledge_reviewer",
        "outsourcer_manager",
        "system_admin",
        "leader",
    ]
)
ALL_OPEN = "accepted reviewed dispatched signed handling replied reply_reviewed callback returned suspended hard_case"
AWAITING = "accepted reviewed dispatched signed handling suspended returned hard_case"  # before any reply
CLOSED = "concluded withdrawn unreasonable"
EVERY = f"{ALL_OPEN} {CLOSED} merged archived"
UNIT = "unit_clerk unit_lead"
SEAT = "agent web_agent team_leader"
DESK = "dispatcher team_leader"
BACK = "agent web_agent team_leader dispatcher"
# verb: who | whose (any order of the centre, of the leading unit, of a helper, of either ("with it"), of the district below) | from
TABLE = {
    "accept": (SEAT, "any", "draft"),
    "amend": (f"{SEAT} dispatcher", "any", "draft accepted reviewed returned"),
    "answer": (f"{SEAT} dispatcher", "any", "accepted"),
    "withdraw": (f"{SEAT} dispatcher", "any", f"{ALL_OPEN} merged"),
    "review": (DESK, "any", "accepted"),
    "dispatch": (DESK, "any", "accepted reviewed"),
    "split": (f"{SEAT} dispatcher", "any", "accepted reviewed"),
    "assist": (DESK, "any", "accepted reviewed dispatched signed handling"),
    "remove_assist": (DESK, "any", "accepted reviewed dispatched signed handling"),
    "change_lead": (DESK, "any", "dispatched signed handling"),
    "sign": (UNIT, "lead", "dispatched"),
    "handle": (UNIT, "lead", "signed"),
    "send_back": (UNIT, "lead", "dispatched signed"),
    "reply": (UNIT, "lead", "signed handling"),
    "assist_reply": (UNIT, "helper", "dispatched signed handling"),
    "delegate": ("district_admin", "below", "dispatched signed handling"),
    "take_up": ("district_admin", "below", "dispatched signed handling"),
    "uphold_return": (DESK, "any", "returned"),
    "refuse_return": (DESK, "any", "returned"),
    "convene": (f"{DESK} supervisor", "any", "returned handling replied callback"),
    "bind": (f"{DESK} supervisor", "any", "hard_case"),
    "attach": (f"{SEAT} dispatcher supervisor", "any", f"draft merged {ALL_OPEN}"),
    "attach_evidence": (UNIT, "with it", "dispatched signed handling"),
    "withdraw_attachment": (
        f"{SEAT} dispatcher supervisor {UNIT}",
        "any or with it",
        f"draft merged {ALL_OPEN}",
    ),
    "ask_extension": (UNIT, "lead", "signed handling"),
    "grant_extension": ("supervisor dispatcher leader unit_lead", "lead or any", "signed handling"),
    "refuse_extension": ("supervisor dispatcher leader unit_lead", "lead or any", "signed handling"),
    "suspend": ("supervisor dispatcher", "any", "dispatched signed handling suspended"),
    "ask_suspension": (UNIT, "lead", "signed handling"),
    "grant_suspension": ("supervisor dispatcher", "any", "signed handling"),
    "refuse_suspension": ("supervisor dispatcher", "any", "signed handling"),
    "resume": ("supervisor dispatcher", "any", "suspended"),
    "ask_supplement": (UNIT, "lead", "signed handling suspended"),
    "supplement": (f"{SEAT} dispatcher", "any", ALL_OPEN),
    "pass_reply": (f"{DESK} supervisor", "any", "replied"),
    "reject_reply": (f"{DESK} supervisor", "any", "replied"),
    "start_callback": (BACK, "any", "replied reply_reviewed"),
    "send_callback_link": (BACK, "any", "callback"),
    "record_callback": (BACK, "any", "callback"),
    "conclude": (BACK, "any", "callback reply_reviewed"),
    "reopen": (f"{BACK} supervisor", "any", "callback concluded"),
    "archive": (f"{DESK} supervisor system_admin", "any", CLOSED),
    "hold": ("supervisor system_admin", "any", EVERY),
    "release": ("supervisor system_admin", "any", EVERY),
    "merge": (DESK, "any", "accepted reviewed dispatched"),
    "unmerge": (DESK, "any", "merged"),
    "rule_unreasonable": (
        "supervisor",
        "any",
        "accepted reviewed dispatched signed handling replied reply_reviewed callback returned",
    ),
    "mark_important": (f"{DESK} supervisor", "any", ALL_OPEN),
    "remind": (f"{SEAT} dispatcher supervisor", "any", "dispatched signed handling suspended"),
    "supervise": ("supervisor team_leader", "any", "dispatched signed handling suspended"),
    "circulate": ("supervisor", "any", "dispatched signed handling suspended"),
}
PARENT = {"east-cg": "east", "east-st": "east", "west-cg": "west"}
SHUT = frozenset({"gone"})  # takes no more orders
ROLES = {verb: frozenset(row[0].split()) for verb, row in TABLE.items()}
STATES = {verb: frozenset(row[2].split()) for verb, row in TABLE.items()}
WHOSE = {verb: row[1] for verb, row in TABLE.items()}


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """unit: its code, "" in the centre."""

    name: str
    role: str
    unit: str


@dataclasses.dataclass(slots=True)
class Sent:
    """A return. ruling: open, upheld or refused."""

    unit: str
    reason: str
    ruling: str = "open"


@dataclasses.dataclass(slots=True, eq=False)
class Memo:
    """What the book remembers of one order. helpers: unit → whether it has answered."""

    number: str
    author: str
    kind: str
    state: str = "draft"
    unit: str = ""
    answering: str = ""  # the unit before the lead, until the lead has signed
    helpers: dict[str, bool] = dataclasses.field(default_factory=dict)
    returns: list[Sent] = dataclasses.field(default_factory=list)
    bound: bool = False
    dispatched: dt.datetime | None = None
    handed: dt.datetime | None = None
    due: dt.datetime | None = None  # what the clock says, whose own proof lies elsewhere
    stops: set[str] = dataclasses.field(default_factory=set)
    parked: str = ""
    waits: int = 0
    suspension_asked: bool = False
    extension: tuple[str, int] | None = None  # by whom, days
    granted: int = 0
    unit_granted: bool = False
    replied: bool = False
    attempts: list[tuple[bool, bool | None]] = dataclasses.field(default_factory=list)
    reopened: int = 0
    important: bool = False
    held: bool = False
    master: "Memo | None" = None
    merged: list["Memo"] = dataclasses.field(
        default_factory=list
    )  # whoever was ever merged in and has not left
    before: str = ""
    root: "Memo | None" = None
    parts: int = 0
    papers: list = dataclasses.field(default_factory=list)  # files.Paper

    def upheld(self) -> set[str]:
        return {sent.unit for sent in self.returns if sent.ruling == "upheld"}

    def pending(self) -> Sent | None:
        return next((sent for sent in reversed(self.returns) if sent.ruling == "open"), None)


def right(verb: str, who: Person, memo: Memo) -> str:
    """ABSENT, FORBIDDEN or ILLEGAL by the table alone, OK where only the conditions may refuse."""
    if memo.state == "draft" and who.name != memo.author:
        return ABSENT
    if who.role not in ROLES[verb] or not _whose(verb, who, memo):
        return FORBIDDEN
    return OK if memo.state in STATES[verb] else ILLEGAL


def _whose(verb: str, who: Person, memo: Memo) -> bool:
    leads = bool(who.unit) and memo.unit == who.unit
    centre = who.role in CENTRE
    match WHOSE[verb]:
        case "any":
            return centre
        case "lead":
            return leads
        case "lead or any":
            return leads or centre
        case "with it":
            return leads or who.unit in memo.helpers
        case "any or with it":
            return centre or leads or who.unit in memo.helpers
        case "helper":
            return who.unit in memo.helpers
        case _:
            return bool(memo.unit) and below(memo.unit, who.unit)


def below(unit: str, other: str) -> bool:
    """Whether a unit is another or lies under it."""
    return unit == other or PARENT.get(unit) == other
