"""Walk the chain of events, count every clock again from it, or hash every recording again, and say whether all is as it was written."""

import sys

from zhixi.errors import Unavailable


def arguments(parser) -> None:
    parser.add_argument(
        "what",
        choices=sorted(CHECKS),
        help="verify: the chain itself; clocks: every order's limits by its events; recordings: every sound's hash",
    )


def run(options) -> int:
    import django

    django.setup()
    from django.db import DatabaseError

    try:
        return CHECKS[options.what]()
    except DatabaseError as error:
        raise Unavailable(
            f"the database cannot be read: {error}", cure="run `zhixi migrate` first"
        ) from error


def _chain() -> int:
    from zhixi.hotline.audit.verifying import verify

    verdict = verify()
    if verdict.ok:
        print(f"the chain is whole: {verdict.events} events")
        return 0
    print(f"the chain is broken at event {verdict.broken_at}: {verdict.fault}", file=sys.stderr)
    print(f"the {verdict.events} events before it are sound", file=sys.stderr)
    return 1


def _clocks() -> int:
    from zhixi.hotline.deadlines.replay import disagreements

    wrong = 0
    for found in disagreements():
        wrong += 1
        print(
            f"{found.number} {found.clock}: the order says {found.column}, its events {found.events}",
            file=sys.stderr,
        )
    if wrong:
        print(f"{wrong} clocks do not agree with their events", file=sys.stderr)
        return 1
    print("every clock agrees with its events")
    return 0


def _recordings() -> int:
    from zhixi.hotline.recordings.verifying import faults

    wrong = 0
    for call, what in faults():
        wrong += 1
        print(f"call {call}: {what}", file=sys.stderr)
    if wrong:
        print(f"{wrong} recordings are not as the chain says", file=sys.stderr)
        return 1
    print("every recording is as the chain says")
    return 0


CHECKS = {"verify": _chain, "clocks": _clocks, "recordings": _recordings}
