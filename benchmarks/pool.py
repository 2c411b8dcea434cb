"""Live legs at once through the pool: how long after a speaker stops the final words stand, and what they cost.

    python benchmarks/pool.py [--shared ../shared] [--legs 1 8] [--seconds 120] [--recogniser NAME] [--workers N]
    python benchmarks/pool.py --computed      # on a machine that is busy with other things

Each leg is a caller's side of a recorded call (`calls`) or read sentences one after the other (`speech8k`), pushed
in blocks of 20 ms at the speed of life. Prints a markdown table, and the load of the machine before each row,
since other work makes the words late. A stretch that was cut because it grew too long is left out of the delays.

With --computed each stretch is heard on its own and its processor seconds are counted; then its delay on two cores that
have nothing else to do follows from when it ended, what it costs and who was before it. That is no measurement of
waiting, and leaves out what a transfer to a worker takes (a millisecond).
"""

import argparse
import dataclasses
import os
import pathlib
import sys
import time

import numpy as np

ROOT = pathlib.Path(__file__).parent.parent
RATE, BLOCK = 16_000, 320
APART = 0.37  # seconds between the beginnings of two legs
GAP = 0.8  # seconds between two read sentences
HEAD = ("set", "legs", "finals", "p50", "p95", "longest", "first words", "CPU-s a s of speech", "listening")


@dataclasses.dataclass
class Leg:
    """sound: what is pushed. begun: when its first sample was. told: (when, event)."""

    sound: np.ndarray
    begun: float = 0.0
    told: list = dataclasses.field(default_factory=list)

    def delays(self) -> list[float]:
        from zhixi.assist.speech.listening import Heard

        heard = [(at, event) for at, event in self.told if isinstance(event, Heard)]
        starts = {event.start for _, event in heard}
        return [at - self.begun - event.end for at, event in heard if event.end not in starts]

    def first_words(self) -> list[float]:
        """How long after somebody began to speak the first partial words stood."""
        from zhixi.assist.speech.events import Partial

        first = {}
        for at, event in self.told:
            if isinstance(event, Partial):
                first.setdefault(event.start, at - self.begun - event.start)
        return list(first.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=pathlib.Path, default=ROOT.parent / "shared")
    parser.add_argument("--legs", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--sets", nargs="+", default=["calls", "speech8k"])
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--recogniser")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--pause", type=float, default=None, help="seconds of silence that end a stretch")
    parser.add_argument("--no-partials", action="store_true")
    parser.add_argument("--computed", action="store_true")
    parser.add_argument("--least", type=int, default=1, help="with --computed: least of so many times")
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src")]
    if options.computed:
        return _print_computed(options)
    print(f"| {' | '.join([*HEAD, 'memory of a worker', 'load before'])} |\n|{'---|' * (len(HEAD) + 2)}")
    for name in options.sets:
        for count in options.legs:
            print(_row(name, _legs(options, name, count), options), flush=True)


def _legs(options, name: str, count: int) -> list[Leg]:
    from zhixi.assist.speech import read_sound

    folder = options.shared / "data" / ("calls/audio" if name == "calls" else name)
    paths = sorted(folder.glob("*.caller.wav" if name == "calls" else "*.wav"))
    wanted, legs = round(options.seconds * RATE), []
    for number in range(count):
        parts, have = [], 0
        for path in paths[number * len(paths) // count :] + paths:
            if have >= wanted:
                break
            sound = np.concatenate(list(read_sound(path).blocks()))
            parts += [sound, np.zeros(round(GAP * RATE), np.float32)]
            have += len(sound)
        legs.append(Leg(np.concatenate(parts)[:wanted]))
    return legs


def _row(name: str, legs: list[Leg], options) -> str:
    from zhixi.assist.speech.activity import Limits
    from zhixi.assist.speech.listening import Heard
    from zhixi.assist.speech.pool import Pool
    from zhixi.assist.talk import Leg as Side

    load = os.getloadavg()[0]
    limits = Limits(pause=options.pause) if options.pause else None
    with Pool(options.recogniser, workers=options.workers, partials=not options.no_partials) as pool:
        _warm_up(pool)
        before, own = _worker_seconds(), time.process_time()
        ears = [
            pool.open(
                leg=Side.CALLER, told=lambda e, leg=leg: leg.told.append((time.monotonic(), e)), limits=limits
            )
            for leg in legs
        ]
        _speak(legs, ears)
        _wait(legs)
        own, used = time.process_time() - own, _worker_seconds() - before
        memory = _worker_memory()
    speech = sum(e.end - e.start for leg in legs for _, e in leg.told if isinstance(e, Heard))
    sound = sum(len(leg.sound) for leg in legs) / RATE
    delays = sorted(delay for leg in legs for delay in leg.delays())
    first = sorted(delay for leg in legs for delay in leg.first_words())
    cells = (
        [name, len(legs), len(delays)]
        + [f"{_share(delays, share):.2f} s" for share in (0.5, 0.95, 1.0)]
        + [f"{_share(first, 0.5):.1f} s ({len(first)})" if first else "none"]
        + [f"{used / speech:.3f}", f"{own / sound:.4f}", f"{memory:.0f} MB", f"{load:.1f}"]
    )
    return f"| {' | '.join(map(str, cells))} |"


def _print_computed(options) -> None:
    print(
        "| set | legs | finals | p50 | p95 | longest | CPU-s a s of speech | of it in vain |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    most = max(options.legs)
    for name in options.sets:
        costs = _costs(_legs(options, name, most), options)
        speech = sum(piece.end - piece.start for leg in costs for piece in leg if piece.sure is not None)
        spent = sum(piece.cost for leg in costs for piece in leg)
        vain = sum(piece.cost for leg in costs for piece in leg if piece.sure is None)
        for count in options.legs:
            groups = [costs[n : n + count] for n in range(0, most - count + 1, count)]
            delays = sorted(delay for group in groups for delay in _queued(group, options.workers or 2))
            cells = [name, count, len(delays)] + [f"{_share(delays, s):.2f} s" for s in (0.5, 0.95, 1.0)]
            print(
                f"| {' | '.join(map(str, cells))} | {spent / speech:.3f} | {vain / spent:.0%} |", flush=True
            )


@dataclasses.dataclass
class Piece:
    """A stretch on its way to words. Times in seconds of all legs' common clock.

    came: when it could be begun. sure: when it had ended; None: the speaker went on. over: when that was known.
    cut: it grew too long, and has no end of its own.
    """

    start: float
    end: float
    came: float
    cost: float
    sure: float | None = None
    over: float | None = None
    cut: bool = False


def _costs(legs: list[Leg], options) -> list[list[Piece]]:
    """The stretches of each leg, those too that were begun in a silence which did not last."""
    from zhixi.assist.speech import load_recogniser
    from zhixi.assist.speech.activity import Limits

    recogniser = load_recogniser(options.recogniser)
    limits = Limits(pause=options.pause) if options.pause else Limits()
    return [
        _pieces(leg.sound, number * APART, limits, lambda samples: _cost(recogniser, samples, options.least))
        for number, leg in enumerate(legs)
    ]


def _pieces(sound: np.ndarray, begun: float, limits, cost) -> list[Piece]:
    from zhixi.assist.speech.activity import Activity

    activity, pieces, ending, early = Activity(limits), [], None, None
    for at in range(0, len(sound), BLOCK):
        now = begun + (at + BLOCK) / RATE
        for stretch in activity.push(sound[at : at + BLOCK]):
            end = begun + stretch.end
            if early is None or early.end != end:
                early = Piece(begun + stretch.start, end, now, cost(stretch.samples))
                pieces.append(early)
            early.sure, early.cut = now, activity.so_far() is not None
            ending = early = None
        if activity.ending != ending:
            ending = activity.ending
            if early:
                early.over = now
            seen = activity.so_far() if ending else None
            early = seen and Piece(begun + seen.start, begun + seen.end, now, cost(seen.samples))
            pieces += [early] if early else []
    return pieces


def _cost(recogniser, samples: np.ndarray, times: int) -> float:
    """Processor seconds; the least of several times is nearest to what it costs on a machine with nothing else to do."""
    costs = []
    for _ in range(times):
        before = time.process_time()
        recogniser.recognise(samples)
        costs.append(time.process_time() - before)
    return min(costs)


def _queued(legs: list[list[Piece]], cores: int) -> list[float]:
    """Delays after the ends of the stretches, first come first served."""
    free, delays = [0.0] * cores, []
    for piece in sorted((one for leg in legs for one in leg), key=lambda one: one.came):
        core = free.index(min(free))
        begun = max(free[core], piece.came)
        if piece.over is not None and piece.over < begun:
            continue  # it was known to be in vain before a core was free
        free[core] = begun + piece.cost
        if piece.sure is not None and not piece.cut:
            delays.append(max(free[core], piece.sure) - piece.end)
    return delays


def _warm_up(pool) -> None:
    """The engine is loaded before the clock runs."""
    while not pool.ready:
        time.sleep(0.1)


def _speak(legs: list[Leg], ears: list) -> None:
    """Push 20 ms of each leg, in turn, when it is due; the legs begin a little apart, as calls do."""
    begun = time.monotonic()
    for number, leg in enumerate(legs):
        leg.begun = begun + number * APART
    at = [0] * len(legs)
    while any(at[n] < len(leg.sound) for n, leg in enumerate(legs)):
        now = time.monotonic()
        for n, (leg, ear) in enumerate(zip(legs, ears, strict=True)):
            while at[n] < len(leg.sound) and leg.begun + (at[n] + BLOCK) / RATE <= now:
                ear.push(leg.sound[at[n] : at[n] + BLOCK])
                at[n] += BLOCK
                if at[n] >= len(leg.sound):
                    ear.close()
        time.sleep(0.005)


def _wait(legs: list[Leg]) -> None:
    from zhixi.assist.speech.events import Done

    while not all(leg.told and isinstance(leg.told[-1][1], Done) for leg in legs):
        time.sleep(0.05)


def _share(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def _workers() -> list[pathlib.Path]:
    found = []
    for about in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            fields = (about / "stat").read_text().rsplit(") ", 1)[1].split()
            if int(fields[1]) == os.getpid() and b"speech.worker" in (about / "cmdline").read_bytes():
                found.append(about)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def _worker_seconds() -> float:
    fields = [(about / "stat").read_text().rsplit(") ", 1)[1].split() for about in _workers()]
    return sum(int(f[11]) + int(f[12]) for f in fields) / os.sysconf("SC_CLK_TCK")


def _worker_memory() -> float:
    """The most that a worker has held, MB."""
    peaks = [0.0]
    for about in _workers():
        lines = (about / "status").read_text().splitlines()
        peaks += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")]
    return max(peaks)


if __name__ == "__main__":
    main()
