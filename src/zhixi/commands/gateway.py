"""Serve the doors for live sound alone: WebSocket under /gateway/, and AudioSocket on a port of its own."""


def arguments(parser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument(
        "--audiosocket-port", type=int, metavar="PORT", help="Asterisk AudioSocket (default: none)"
    )
    parser.add_argument(
        "--new-token", action="store_true", help="make a token for a telephone system, and stop"
    )


def run(options) -> int:
    if options.new_token:
        return _new_token()
    from zhixi.serving import Server

    return Server(
        options.host, options.port, pages=False, doors=True, audiosocket_port=options.audiosocket_port
    ).run()


def _new_token() -> int:
    from zhixi.gateway.guards import new_token

    token, known = new_token()
    print(f"令牌（填入话机系统，只显示这一次）：{token}")
    print(f"ZHIXI_GATEWAY_TOKENS={known}")
    return 0
