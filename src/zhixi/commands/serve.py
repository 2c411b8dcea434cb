"""Serve everything in one process: pages, API, the seats' lines, the doors for sound, the clocks."""

import os


def arguments(parser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--audiosocket-port", type=int, metavar="PORT", help="Asterisk AudioSocket (default: none)"
    )
    parser.add_argument("--demo", action="store_true", help="list the logins, and let a written call ring")


def run(options) -> int:
    if options.demo:
        os.environ["ZHIXI_DEMO"] = "1"
    from zhixi.serving import Server

    return Server(
        options.host,
        options.port,
        ticking=True,
        demo=options.demo,
        doors=True,
        audiosocket_port=options.audiosocket_port,
    ).run()
