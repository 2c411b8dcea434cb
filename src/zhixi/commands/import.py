"""Import what an old system exports: orders, articles, units, duties (xlsx or csv)."""

import sys

KINDS = ("orders", "articles", "units", "duties", "categories", "places", "people")
MOST_TOLD = 100


def arguments(parser) -> None:
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("file")
    parser.add_argument(
        "--map", nargs="+", default=[], metavar="字段=列", help="our field = the file's column"
    )
    parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
    parser.add_argument(
        "--by", default="", metavar="USERNAME", help="who imports (default: the first administrator)"
    )
    parser.add_argument("--fields", action="store_true", help="list the fields of this kind and stop")


def run(options) -> int:
    from zhixi.office import open_office

    open_office()
    from django.db import transaction
    from django.utils import timezone

    from zhixi.errors import BadInput
    from zhixi.hotline.imports.columns import mapping
    from zhixi.hotline.imports.kinds import columns_of, load
    from zhixi.hotline.imports.people import importer

    columns = columns_of(options.kind)
    if options.fields:
        for column in columns:
            print(f"{column.label}\t{column.name}\t{'required' if column.required else ''}")
        return 0
    chosen = mapping(options.map, columns)
    problems: list[BadInput] = []
    with transaction.atomic():
        told = problems.append if options.dry_run else None
        actor = importer(options.by)
        kept = load(options.kind, options.file, actor=actor, now=timezone.now(), chosen=chosen, told=told)
        if options.dry_run:
            transaction.set_rollback(True)
    print(f"{kept}{' (nothing was written)' if options.dry_run else ''}")
    return _report(problems)


def _report(problems) -> int:
    for problem in problems[:MOST_TOLD]:
        print(f"zhixi: {problem}", file=sys.stderr)
    if len(problems) > MOST_TOLD:
        print(f"zhixi: and {len(problems) - MOST_TOLD} rows more", file=sys.stderr)
    return 2 if problems else 0
