"""Let the office's clock look once: remind of limits that passed, end calls that went silent."""

import logging
import time


def arguments(parser) -> None:
    parser.add_argument(
        "--every", type=int, metavar="SECONDS", help="stay and look again and again, with its indexes kept"
    )


def run(options) -> None:
    import django

    from zhixi.errors import BadInput, ZhixiError

    django.setup()
    from django.db import OperationalError, close_old_connections

    if options.every is None:
        _look()
        return
    if options.every < 1:
        raise BadInput("--every takes seconds from 1 on", cure="write 30, for every half minute")
    while True:
        try:
            _look()
        except (OperationalError, ZhixiError) as error:  # a busy database is tried again at the next turn
            logging.getLogger(__name__).warning("this turn of the clocks was not finished: %s", error)
        close_old_connections()
        time.sleep(options.every)


def _look() -> None:
    from django.utils import timezone

    from zhixi.hotline.ticking import tick

    for name, found in tick(timezone.now()).items():
        print(f"{name}: {found}", flush=True)
