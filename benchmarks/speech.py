"""Speech: character error, processor seconds a second, and memory, over recordings whose words are known.

    python benchmarks/speech.py [--shared ../shared] [--threads 1]

Prints a markdown table. Each recording passes through the listener that live calls use, in blocks of 0.2 s.
A second of speech is what voice activity found; a second of sound counts the silence too.
"""

import argparse
import csv
import dataclasses
import json
import pathlib
import resource
import sys
import time

ROOT = pathlib.Path(__file__).parent.parent
BASELINES = {"speech": "14.3 %", "speech8k": "18.1 %", "calls, callers": "17.9 %"}


@dataclasses.dataclass
class Sums:
    errors: int = 0
    characters: int = 0
    sound: float = 0.0
    speech: float = 0.0
    processor: float = 0.0
    wall: float = 0.0
    slowest: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(options.shared / "score")]
    from zhixi.assist.speech import load_recogniser

    start = time.perf_counter()
    recogniser = load_recogniser(threads=options.threads)
    loaded = time.perf_counter() - start
    print("| recordings | CER | plain engine | CPU-s a s of speech | CPU-s a s of sound | longest wait |")
    print("|---|---|---|---|---|---|")
    for name, recordings in _sets(options.shared / "data"):
        sums = Sums()
        for path, words in recordings:
            _measure(recogniser, path, words, sums)
        print(
            f"| {name} ({len(recordings)}) | {sums.errors / sums.characters:.1%} | {BASELINES[name]} "
            f"| {sums.processor / sums.speech:.3f} | {sums.processor / sums.sound:.3f} | {sums.slowest:.2f} s |",
            flush=True,
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nLoading: {loaded:.2f} s. Peak memory: {peak:.0f} MB. Threads: {options.threads}.")


def _sets(data: pathlib.Path):
    for name in ("speech", "speech8k"):
        with (data / name / "index.tsv").open(encoding="utf-8") as file:
            yield (
                name,
                [(data / name / r["file"], r["transcript"]) for r in csv.DictReader(file, delimiter="\t")],
            )
    calls = []
    for about in sorted((data / "calls" / "audio").glob("*.json")):
        turns = json.loads(about.read_text(encoding="utf-8"))["turns"]
        words = "".join(turn["text"] for turn in turns if turn["role"] == "caller")
        calls.append((about.with_suffix(".caller.wav"), words))
    yield "calls, callers", calls


def _measure(recogniser, path: pathlib.Path, words: str, sums: Sums) -> None:
    from zhixi.assist.speech import Listener, read_sound
    from zhixi.assist.talk import Leg

    sound, listener, heard = read_sound(path), Listener(recogniser, leg=Leg.CALLER), []
    wall, processor = time.perf_counter(), time.process_time()
    for block in sound.blocks():
        before = time.perf_counter()
        heard += listener.push(block)
        sums.slowest = max(sums.slowest, time.perf_counter() - before)
    heard += listener.flush()
    sums.processor += time.process_time() - processor
    sums.wall += time.perf_counter() - wall
    sums.sound += sound.seconds
    sums.speech += sum(one.end - one.start for one in heard)
    errors, characters = _errors(words, "".join(one.text for one in heard))
    sums.errors += errors
    sums.characters += characters


def _errors(words: str, said: str) -> tuple[int, int]:
    from score_speech import distance, natural, plain, spell

    meant = plain(words, natural)
    return min(distance(meant, plain(said, read)) for read in (spell, natural)), len(meant)


if __name__ == "__main__":
    main()
