"""learn from past orders which unit handles what, and rank units for new ones (智能转派)"""

import datetime as dt
import pathlib
import sys

_BATCH = 1_000


def arguments(parser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    fit = verbs.add_parser("fit", help="past orders → a model folder")
    fit.add_argument("table", type=pathlib.Path, help="a csv or xlsx table of past orders")
    fit.add_argument("--label", required=True, help="the column with the unit that handled it")
    fit.add_argument(
        "--time", default="", help="the column that tells the order of time (else found by itself)"
    )
    predict = verbs.add_parser("predict", help="requests → ranked units, one JSON object a row")
    predict.add_argument("table", type=pathlib.Path, help="a csv or xlsx table of requests")
    predict.add_argument("--out", type=pathlib.Path, required=True, help='{"ranked": […], "confidence": p}')
    for verb in (fit, predict):
        verb.add_argument("--text", required=True, help="the column with the request")
        verb.add_argument("--model", type=pathlib.Path, required=True, help="the model folder")


def run(options) -> int:
    return _fit(options) if options.verb == "fit" else _predict(options)


def _fit(options) -> int:
    from zhixi.assist.dispatch import fit
    from zhixi.assist.dispatch.history import read_history
    from zhixi.errors import BadInput

    history = read_history(options.table, text=options.text, label=options.label, time=options.time)
    _say(f"in the order of {history.ordered_by}" if history.ordered_by else "in the order of the file")
    try:
        model = fit(history.pairs, on_progress=_say, made_on=dt.date.today().isoformat())
    except BadInput as error:
        raise BadInput(f"{options.table}: {error.message}", cure=error.cure) from error
    model.save(options.model)
    held = model.card["held_out"]
    print(f"{options.model}: {model.card['rows']} orders, {len(model.labels)} units")
    if skipped := model.card["rows_without_text_or_label"]:
        print(f"{skipped} rows without a text or a unit were left out")
    print(f"on the latest {held['rows']}: first right {held['top1']:.1%}, among three {held['top3']:.1%}")
    return 0


def _predict(options) -> int:
    from zhixi.assist.dispatch import load_model
    from zhixi.assist.tables import read_table, write_lines

    model = load_model(options.model)
    rows, count = read_table(options.table, columns=(options.text,)), 0
    with write_lines(options.out) as write:
        batch: list[str] = []
        for row in rows:
            batch.append(row.values[options.text])
            if len(batch) == _BATCH:
                count += _write(model, batch, write)
                batch = []
        count += _write(model, batch, write)
    print(f"{count} rows in {options.out}")
    return 0


def _write(model, texts: list[str], write) -> int:
    for found in model.predict(texts) if texts else ():
        ranked = [label for label, _ in found.ranked]
        write({"ranked": ranked, "confidence": round(found.confidence, 4)})
    return len(texts)


def _say(step: str) -> None:
    print(f"zhixi dispatch: {step}", file=sys.stderr)
