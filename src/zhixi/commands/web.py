"""Serve pages, API and the seats' lines, without the clocks (run zhixi tick by a timer)."""


def arguments(parser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)


def run(options) -> int:
    from zhixi.serving import Server

    return Server(options.host, options.port).run()
