"""The whole path, measured: how soon suggestions stand beside the words, and recordings from sound to archive.

    python benchmarks/path.py                                  the city's written calls, one by one
    python benchmarks/path.py --learnt                         the same with a model of the city's own orders switched on
    python benchmarks/path.py --base ../shared/data/answers/articles.csv [--unprepared]   beside so many articles
    python benchmarks/path.py --audio ../shared/data/calls     and the recordings there, each to its archived order

Prints tables in Markdown. Works in a ZHIXI_HOME of its own (ZHIXI_MODELS: where the speech weights lie).
CPU seconds are of this process; the recogniser runs with one thread unless --threads says otherwise.
"""

import argparse
import csv
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--audio", type=pathlib.Path, help="folder with dialogues_dev.jsonl and audio/")
    parser.add_argument(
        "--learnt", action="store_true", help="learn to dispatch from the city's orders before"
    )
    parser.add_argument(
        "--base", type=pathlib.Path, help="a table with the columns key and body, as further articles"
    )
    parser.add_argument(
        "--unprepared", action="store_true", help="their vectors are not worked out beforehand"
    )
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        models = pathlib.Path(os.environ.get("ZHIXI_MODELS", ROOT / "var" / "models"))
        (pathlib.Path(home) / "models").symlink_to(models.absolute())
        os.environ |= {"ZHIXI_HOME": home, "ZHIXI_DATABASE": ""}
        from zhixi.office import open_office

        open_office()
        from zhixi.hotline.imports.folder import load_folder, packaged_city

        load_folder(packaged_city(), password="benchmark-12345", demo=True)
        if options.learnt:
            _learn()
        if options.base:
            _grow(options.base)
        if not options.unprepared:
            _prepare()
        _suggestions(sorted((packaged_city() / "calls").glob("*.yaml")))
        if options.audio:
            _recordings(options.audio, options.threads)


def _grow(path: pathlib.Path) -> None:
    """Each reply an article, its beginning for a title, published."""
    from django.utils import timezone

    from zhixi.hotline.accounts.models import User
    from zhixi.hotline.articles.actions import write
    from zhixi.hotline.articles.versions import release

    editor, now = User.objects.get(username="editor1"), timezone.now()
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in {row["key"]: row for row in csv.DictReader(file)}.values():
            text = row["body"].strip()
            fields = {"title": text[:30], "body": text[:20_000]}
            article = write(actor=editor, key=f"base-{row['key']}", fields=fields, now=now)
            release(article=article, by=editor, at=now, now=now)


def _prepare() -> None:
    from zhixi.hotline.articles import search

    begun = time.perf_counter()
    while search.prepare():
        pass
    print(f"vectors of the articles worked out in {time.perf_counter() - begun:.0f} s\n")


def _learn() -> None:
    """A model of the city's own orders, learnt in a process of its own as the office does it, and switched on."""
    from django.db import transaction
    from django.utils import timezone

    from zhixi.hotline.dispatching import actions
    from zhixi.hotline.dispatching.models import LearntModel

    subprocess.run([sys.executable, "-m", "zhixi", "dispatch", "learn"], check=True)
    with transaction.atomic():
        actions.switch_on(actor=None, key=LearntModel.objects.get().key, seen=0, now=timezone.now())


def _suggestions(paths: list[pathlib.Path]) -> None:
    from django.utils import timezone

    from zhixi.hotline.accounts.choices import Role
    from zhixi.hotline.calls import actions, tools
    from zhixi.hotline.calls.live import LiveCall
    from zhixi.hotline.calls.scripts import read_script
    from zhixi.hotline.calls.walk import person

    begun = time.perf_counter()
    tools.warm()
    warmed, agent, took = time.perf_counter() - begun, person(Role.AGENT), []
    for path in paths:
        call = actions.offer(source="script", now=timezone.now())
        call = actions.answer_call(actor=agent, call_id=call.pk, now=timezone.now())
        live = LiveCall.of(call)
        for turn in read_script(str(path)).turns:
            begun = time.perf_counter()
            live.heard(turn.leg, turn.start, turn.end, turn.text)
            took.append(1000 * (time.perf_counter() - begun))
        actions.end(call_id=call.pk, now=timezone.now())
    took.sort()
    print(f"## Suggestions after an utterance: {len(paths)} written calls, {len(took)} utterances\n")
    print("| | ms |\n|---|---|")
    print(f"| once a start, before the first call: indexes built | {1000 * warmed:.0f} |")
    for label, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        print(f"| {label} | {took[min(len(took) - 1, int(share * len(took)))]:.0f} |")
    print(f"| longest | {took[-1]:.0f} |")
    print(
        f"| memory of the process at its peak, MB | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} |\n"
    )


def _recordings(folder: pathlib.Path, threads: int) -> None:
    from zhixi.hotline.accounts.choices import Role
    from zhixi.hotline.calls import staging
    from zhixi.hotline.calls.players import Stage
    from zhixi.hotline.calls.rows import last_of
    from zhixi.hotline.calls.walk import person, walk

    agent = person(Role.AGENT)
    gold = {d["id"]: d for d in map(json.loads, (folder / "dialogues_dev.jsonl").open(encoding="utf-8"))}
    print("## Recordings, two legs each, from sound to archived order\n")
    print(
        "| call | sound s | wall s | CPU s | CPU s per s | utterances | fields filled | added by hand | phone | type | end |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    sums = [0.0, 0.0, 0.0]
    for caller in sorted((folder / "audio").glob("*.caller.wav")):
        name = caller.name.removesuffix(".caller.wav")
        begun, used = time.perf_counter(), _cpu()
        agent_file = str(caller.with_name(f"{name}.agent.wav"))
        talk = staging.talk_of(None, str(caller), agent_file, number=gold[name].get("ani"), threads=threads)
        call, _ = staging.play(talk, Stage(fast=True), seat=agent.username)
        walked = walk(call, agent=agent)
        wall, cpu, sound = time.perf_counter() - begun, _cpu() - used, talk.recording.seconds
        sums = [a + b for a, b in zip(sums, (sound, wall, cpu), strict=True)]
        fields, form = (last_of(call, "draft") or {"fields": {}})["fields"], gold[name]["form"]
        phone = _same(fields, "caller_phone", form["contact_phone"])
        labels = {
            "咨询": "enquiry",
            "求助": "help",
            "投诉": "complaint",
            "举报": "report",
            "建议": "suggestion",
        }
        kind = _same(fields, "request_type", labels.get(form["request_type"], "praise"))
        print(
            f"| {name} | {sound:.0f} | {wall:.1f} | {cpu:.1f} | {cpu / sound:.2f} | {call.utterances.count()} "
            f"| {len(fields)} | {'、'.join(walked.added) or '—'} | {phone} | {kind} | {walked.order.get_state_display()} |"
        )
    print(f"| all | {sums[0]:.0f} | {sums[1]:.1f} | {sums[2]:.1f} | {sums[2] / sums[0]:.2f} | | | | | | |")


def _same(fields: dict, name: str, wanted) -> str:
    found = fields.get(name, {}).get("value")
    if not wanted:
        return "right (none)" if not found else "wrong"
    return "right" if found == wanted else ("missing" if not found else "wrong")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
