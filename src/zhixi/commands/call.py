"""Play a call through the seat: a recording or a written talk, at the speed of life or --fast."""

import sys


def arguments(parser) -> None:
    parser.add_argument("--caller", metavar="FILE", help="the caller's recording, or one with both sides")
    parser.add_argument("--agent", metavar="FILE", help="the agent's recording")
    parser.add_argument("--script", metavar="FILE[#ID]", help="a written talk: .yaml, or a line of a .jsonl")
    parser.add_argument("--fast", action="store_true", help="as fast as the machine can")
    parser.add_argument(
        "--seat", metavar="USERNAME", help="this agent answers at once (default: wait for one)"
    )
    parser.add_argument("--wait", type=float, metavar="SECONDS", help="the caller gives up after this long")
    parser.add_argument("--number", metavar="PHONE", help="the calling number")
    parser.add_argument(
        "--headless-order", action="store_true", help="save the order as the seat suggests it"
    )
    parser.add_argument("--threads", type=int, default=1, help="threads of the recogniser")


def run(options) -> int:
    from zhixi.errors import BadInput
    from zhixi.office import open_office

    if bool(options.caller) == bool(options.script):
        raise BadInput("give either --caller FILE or --script FILE", cure="see zhixi call --help")
    if options.headless_order and not options.seat:
        raise BadInput("--headless-order needs the agent who saves", cure="add --seat USERNAME")
    open_office()
    from zhixi.hotline.calls.players import Stage
    from zhixi.hotline.calls.staging import play, talk_of

    talk = talk_of(
        options.script, options.caller, options.agent, number=options.number, threads=options.threads
    )
    stage = Stage(fast=options.fast, wait=options.wait, said=_print)
    if not options.seat:
        print("waiting for an agent to answer …", file=sys.stderr, flush=True)
    call, order = play(talk, stage, seat=options.seat or "", save=options.headless_order)
    for warning in talk.warnings:
        print(f"zhixi: {warning}", file=sys.stderr)
    print(f"call {call.pk}: {call.get_state_display()}", file=sys.stderr)
    if order:
        print(f"order {order.number}: {order.get_state_display()}")
    return 0


def _print(utterance) -> None:
    who = {"agent": "坐席", "caller": "市民"}.get(utterance.leg, "　　")
    print(f"{utterance.start:7.1f}–{utterance.end:<7.1f}{who} {utterance.text}", flush=True)
