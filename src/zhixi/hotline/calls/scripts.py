"""Written calls (书面通话): a dialogue with times, as a YAML file of a city folder or a line of a jsonl file."""

import dataclasses
import datetime as dt
import json
import math
import pathlib

import yaml

from zhixi.assist.talk import Leg
from zhixi.errors import BadInput

LONGEST = 2 << 20  # bytes of a YAML file; no talk is longer
TURN = "write each turn as {leg: caller, start: 1.0, end: 2.5, text: …}"


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    leg: Leg
    start: float
    end: float
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Script:
    """started_at: when it is said to have happened, None for now. expect: what should come of it, or {}."""

    id: str
    title: str
    calling_number: str
    started_at: dt.datetime | None
    turns: tuple[Turn, ...]
    expect: dict


def read_script(source: str) -> Script:
    """Read FILE.yaml, FILE.jsonl or FILE.jsonl#id (without #id: the first line). Raises BadInput."""
    name, _, wanted = source.partition("#") if not pathlib.Path(source).exists() else (source, "", "")
    path = pathlib.Path(name)
    text = _text(path)
    if path.suffix in (".jsonl", ".json"):
        return _from_lines(path, text, wanted)
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise BadInput(f"{path}{line}: not readable YAML", cure=TURN) from error
    return _script(data, str(path))


def _text(path: pathlib.Path) -> str:
    try:
        if path.stat().st_size > LONGEST and path.suffix not in (".jsonl", ".json"):
            raise BadInput(f"{path} is too large for one talk", cure="give one talk a file, or a .jsonl#id")
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput(f"{path}: no such file", cure="check the path") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 text", cure="give a .yaml or .jsonl file in UTF-8") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}", cure="give a file you may read") from error
    if not text.strip():
        raise BadInput(f"{path} is empty", cure=TURN)
    return text


def _from_lines(path: pathlib.Path, text: str, wanted: str) -> Script:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadInput(f"{path}, line {number}: not JSON", cure="one dialogue a line") from error
        if not wanted or (isinstance(data, dict) and str(data.get("id")) == wanted):
            return _script(data, f"{path}, line {number}")
    raise BadInput(f"{path}: no dialogue with id {wanted}", cure="name an id of the file after #")


def _script(data, where: str) -> Script:
    if not isinstance(data, dict) or not isinstance(data.get("turns"), list):
        raise BadInput(f"{where}: no turns", cure=f"{TURN} under `turns:`")
    if not data["turns"]:
        raise BadInput(f"{where}: the talk is empty", cure=TURN)
    turns = sorted(
        (_turn(turn, f"{where}, turn {n}") for n, turn in enumerate(data["turns"], 1)),
        key=lambda turn: turn.end,  # as they become known, like utterances of living speech
    )
    started = data.get("started_at") or data.get("call_time")
    return Script(
        id=str(data.get("id") or pathlib.Path(where).stem),
        title=str(data.get("title") or data.get("id") or ""),
        calling_number=str(data.get("calling_number") or data.get("ani") or ""),
        started_at=_moment(started, where) if started else None,
        turns=tuple(turns),
        expect=data.get("expect") or {},
    )


def _turn(turn, where: str) -> Turn:
    if not isinstance(turn, dict):
        raise BadInput(f"{where} is not a turn", cure=TURN)
    leg = str(turn.get("leg") or turn.get("role") or "")
    if leg not in {known.value for known in Leg}:
        raise BadInput(f"{where}: leg is {leg[:20]!r}", cure="write agent or caller (or mixed)")
    try:
        start, end = float(turn["start"]), float(turn["end"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{where}: start and end must be seconds", cure=TURN) from error
    if not (math.isfinite(start) and math.isfinite(end) and 0 <= start <= end):
        raise BadInput(f"{where}: it ends before it starts", cure="give seconds from the start of the talk")
    text = turn.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadInput(f"{where}: no text", cure=TURN)
    return Turn(Leg(leg), start, end, text.strip())


def _moment(text, where: str) -> dt.datetime:
    try:
        moment = text if isinstance(text, dt.datetime) else dt.datetime.fromisoformat(str(text))
    except ValueError as error:
        raise BadInput(f"{where}: {text!r} is no time", cure="write 2026-11-21T09:30:00+08:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))
