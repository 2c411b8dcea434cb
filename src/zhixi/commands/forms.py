"""learn what fills orders: categories from a city's past orders, address elements from labelled addresses (智能填单)"""

import datetime as dt
import pathlib
import sys

from zhixi.errors import BadInput


def arguments(parser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    category = verbs.add_parser("fit-category", help="past orders → a model of the category tree")
    category.add_argument("tables", nargs="+", type=pathlib.Path, help="csv or xlsx tables of past orders")
    category.add_argument("--text", required=True, help="the column with the request")
    category.add_argument(
        "--levels",
        required=True,
        help="the columns of the category from the top, with commas; or one of codes",
    )
    category.add_argument("--city", type=pathlib.Path, help="a city folder: learn only nodes of its tree")
    category.add_argument(
        "--time", default="", help="the column that tells the order of time (else found by itself)"
    )
    address = verbs.add_parser("fit-address", help="labelled addresses → a tagger of their elements")
    address.add_argument("addresses", nargs="+", type=pathlib.Path, help="a character and its label a line")
    address.add_argument("--dev", type=pathlib.Path, help="addresses only to measure on (else every tenth)")
    address.add_argument(
        "--also",
        nargs="*",
        default=[],
        type=pathlib.Path,
        help="addresses labelled by other rules, learnt before",
    )
    address.add_argument("--rounds", type=int, default=10, help="times over the addresses (10)")
    address.add_argument(
        "--networks",
        type=int,
        default=1,
        help="networks whose scores are added (1): each takes as long again and errs less",
    )
    elements = verbs.add_parser(
        "elements", help="addresses, one a line → their elements, one JSON object a line"
    )
    elements.add_argument("addresses", type=pathlib.Path, help="a text file in UTF-8")
    elements.add_argument("--out", type=pathlib.Path, required=True)
    check = verbs.add_parser("check-address", help="measure a tagger on labelled addresses")
    check.add_argument("addresses", type=pathlib.Path, help="a character and its label a line")
    for verb in (category, address, elements, check):
        verb.add_argument("--model", type=pathlib.Path, required=True, help="the model folder")
    for verb in (category, address):
        verb.add_argument("--date", type=_day, help="the day for the model card, as 2026-01-31 (else today)")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--date is {text[:40]!r}", cure="write it as 2026-01-31") from error


def run(options) -> int:
    verbs = {
        "fit-category": _category,
        "fit-address": _address,
        "elements": _elements,
        "check-address": _check,
    }
    return verbs[options.verb](options)


def _category(options) -> int:
    from zhixi.assist.city import read_city
    from zhixi.assist.forms.past import read_past
    from zhixi.assist.forms.sorting import fit_sorter

    city = read_city(options.city) if options.city else None
    levels = [name.strip() for name in options.levels.split(",") if name.strip()]
    past = read_past(options.tables, text=options.text, levels=levels, time=options.time, city=city)
    for count, what in (
        (past.empty, "without a text or a category"),
        (past.foreign, "of nodes that the city's tree does not have"),
        (past.double, "that stand there twice"),
    ):
        if count:
            print(f"{count} rows {what} were left out")
    made_on = (options.date or dt.date.today()).isoformat()
    sorter = fit_sorter(past.rows, made_on=made_on, on_progress=_say)
    sorter.save(options.model)
    held = sorter.card["held_out"]
    print(f"{options.model}: {sorter.card['rows']} orders, {sorter.card['nodes']} nodes")
    for name, what in (("levels", "as written"), ("levels_as_told", "without heading and routing")):
        told = ", ".join(f"{share:.1%}" for share in held[name])
        print(f"on the latest {held['rows']}, {what}, right down to level 1, 2, 3, 4: {told}")
    print(f"the most frequent first level alone: {held['most_frequent_branch']:.1%}")
    return 0


def _address(options) -> int:
    from zhixi.assist.forms.elements import fit, read_labelled

    if options.rounds < 1 or options.networks < 1:
        raise BadInput("--rounds and --networks are at least 1", cure="leave them out for what is usual")
    own = [address for path in options.addresses for address in read_labelled(path)]
    check = read_labelled(options.dev) if options.dev else ()
    others = [read_labelled(path) for path in options.also]
    made_on = options.date or dt.date.today()
    tagger = fit(
        own,
        check=check,
        others=others,
        rounds=options.rounds,
        networks=options.networks,
        made_on=made_on,
        on_progress=_say,
    )
    tagger.save(options.model)
    print(f"{options.model}: {tagger.card['addresses']} addresses, {len(tagger.card['f1_a_kind'])} kinds")
    print(_told(tagger.card["held_out"]))
    return 0


def _elements(options) -> int:
    from zhixi.assist.forms.elements import load_tagger
    from zhixi.assist.tables import write_lines

    tagger, count = load_tagger(options.model), 0
    try:
        lines = options.addresses.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise BadInput(f"{options.addresses}: no such file", cure="check the path") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{options.addresses} cannot be read: {error}", cure="give a text file in UTF-8"
        ) from error
    with write_lines(options.out) as write:
        for line in filter(None, map(str.strip, lines)):
            found = tagger.elements(line)
            write({"text": line, "elements": [[e.kind, e.text, e.start, e.end] for e in found]})
            count += 1
    print(f"{count} addresses in {options.out}")
    return 0


def _check(options) -> int:
    from zhixi.assist.forms.elements import entity_figures, load_tagger, read_labelled

    addresses = read_labelled(options.addresses)
    found = load_tagger(options.model).tagged([a.text for a in addresses])
    figures = entity_figures([a.labels for a in addresses], found)
    print(_told({"addresses": len(addresses), **figures}))
    return 0


def _told(held: dict) -> str:
    return (
        f"on {held['addresses']} addresses not learnt: elements f1 {held['f1']:.4f}, "
        f"precision {held['precision']:.4f}, recall {held['recall']:.4f}"
    )


def _say(step: str) -> None:
    print(f"zhixi forms: {step}", file=sys.stderr)
