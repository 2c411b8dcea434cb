"""Play one call without a server and print what came of it: words, form, answers, units, order, events."""


def arguments(parser) -> None:
    parser.add_argument("--script", metavar="FILE[#ID]", help="a written talk (default: one of the city's)")
    parser.add_argument("--caller", metavar="FILE", help="a recording instead")
    parser.add_argument("--agent", metavar="FILE", help="the agent's recording")
    parser.add_argument("--number", metavar="PHONE", help="the calling number")
    parser.add_argument("--threads", type=int, default=1, help="threads of the recogniser")


def run(options) -> int:
    from zhixi.office import open_office

    open_office()
    from zhixi.commands import seed
    from zhixi.hotline.accounts.choices import Role
    from zhixi.hotline.audit.verifying import verify
    from zhixi.hotline.calls import demo, report, staging
    from zhixi.hotline.calls.players import Stage
    from zhixi.hotline.calls.walk import person, walk
    from zhixi.hotline.imports.folder import load_folder, packaged_city
    from zhixi.hotline.units.models import Unit

    folder = packaged_city()
    if not Unit.objects.exists():
        print("装载演示城市……", flush=True)
        load_folder(folder, password=seed.demo_password(), demo=True)
    script = None if options.caller else options.script or str(folder / "calls" / f"{demo.FIRST}.yaml")
    talk = staging.talk_of(
        script, options.caller, options.agent, number=options.number, threads=options.threads
    )
    agent = person(Role.AGENT)
    call, _ = staging.play(talk, Stage(fast=True), seat=agent.username)
    walked = walk(call, agent=agent)
    verdict = verify()
    for line in report.lines(call, walked, verdict, talk.warnings):
        print(line)
    return 0 if verdict.ok else 1
