"""Walk the chain of events and say whether every row is as it was written."""

import sys

from zhixi.errors import Unavailable


def arguments(parser) -> None:
    parser.add_argument("what", choices=["verify"])


def run(options) -> int:
    import django

    django.setup()
    from django.db import DatabaseError

    from zhixi.hotline.audit.verifying import verify

    try:
        verdict = verify()
    except DatabaseError as error:
        raise Unavailable(
            f"the database cannot be read: {error}", cure="run `zhixi migrate` first"
        ) from error
    if verdict.ok:
        print(f"the chain is whole: {verdict.events} events")
        return 0
    print(f"the chain is broken at event {verdict.broken_at}: {verdict.fault}", file=sys.stderr)
    print(f"the {verdict.events} events before it are sound", file=sys.stderr)
    return 1
