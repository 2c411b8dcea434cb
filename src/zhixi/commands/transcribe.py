"""Recordings become text: one line of JSON a file, with the utterances and their times."""

import pathlib
import sys

from zhixi.errors import BadInput


def arguments(parser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="recordings, each of one mixed talk")
    parser.add_argument(
        "--legs",
        nargs=2,
        action="append",
        default=[],
        metavar=("AGENT", "CALLER"),
        help="the two recordings of one call; may be given again for the next call",
    )
    parser.add_argument(
        "--channels",
        choices=("mix", "agent,caller", "caller,agent"),
        default="mix",
        help="who is on the left and on the right of a stereo FILE (default: mix both)",
    )
    parser.add_argument("--out", required=True, metavar="OUT.jsonl")
    parser.add_argument(
        "--city", metavar="FOLDER", help="a city folder, by whose names what was heard is mended"
    )
    parser.add_argument(
        "--written",
        action="store_true",
        help="numbers as people write them (13900001234, 下午3:30); default: as they were said, which is what is scored",
    )
    parser.add_argument("--threads", type=int, default=1, help="cores for the recogniser (default: 1)")


def run(options) -> None:
    from zhixi.assist.city import read_city
    from zhixi.assist.speech import load_recogniser
    from zhixi.assist.speech.mending import Mender, names_of
    from zhixi.assist.tables import write_lines

    if not options.files and not options.legs:
        raise BadInput("no recording is named", cure="give FILE…, or --legs AGENT CALLER")
    if options.threads < 1:
        raise BadInput(f"--threads is {options.threads}", cure="give 1 or more")
    talks = [_talk_of_file(path, options.channels) for path in options.files]
    talks += [_talk_of_legs(*pair) for pair in options.legs]
    mender = Mender.of(names_of(read_city(options.city))) if options.city else None
    words = _Words(mender, options.written)
    recogniser = load_recogniser(threads=options.threads)
    with write_lines(options.out) as write:
        for number, (name, tracks) in enumerate(talks, 1):
            write(_line(name, tracks, recogniser, words, _Progress(f"{number}/{len(talks)} {name}")))


def _talk_of_file(path: str, channels: str):
    """A name and its tracks (sound, channel, leg). Opens the file, so that a bad one fails before any work."""
    from zhixi.assist.speech import read_sound
    from zhixi.assist.talk import Leg

    sound = read_sound(path)
    if channels == "mix" or sound.channels == 1:
        if sound.channels > 1:
            print(
                f"zhixi: {path} has {sound.channels} channels, heard as one; see --channels", file=sys.stderr
            )
        return path, [(sound, None, Leg.MIXED)]
    return path, [(sound, n, Leg(leg)) for n, leg in enumerate(channels.split(","))]


def _talk_of_legs(agent: str, caller: str):
    from zhixi.assist.speech import read_sound
    from zhixi.assist.talk import Leg

    return caller, [(read_sound(agent), None, Leg.AGENT), (read_sound(caller), None, Leg.CALLER)]


def _line(name: str, tracks, recogniser, words: "_Words", progress: "_Progress") -> dict:
    from zhixi.assist.speech import Listener

    heard = []
    for number, (sound, channel, leg) in enumerate(tracks):
        listener, done = Listener(recogniser, leg=leg), 0
        for block in sound.blocks(channel):
            heard += listener.push(block)
            done += len(block)
            progress.show((number + done / 16_000 / sound.seconds) / len(tracks) if sound.seconds else None)
        heard += listener.flush()
    progress.end()
    for warning in dict.fromkeys(w for sound, _, _ in tracks for w in sound.warnings):
        print(f"zhixi: {warning}", file=sys.stderr)
    heard.sort(key=lambda one: (one.end, one.start))
    texts = [words.of(one.text) for one in heard]
    return {
        "file": pathlib.Path(name).name,
        "text": _joined(texts),
        "utterances": [
            {"leg": str(one.leg), "start": one.start, "end": one.end, "text": text}
            for one, text in zip(heard, texts, strict=True)
        ],
    }


def _joined(texts: list[str]) -> str:
    """One text; a comma where two utterances would run into each other."""
    joined = ""
    for text in texts:
        joined += "，" if joined and joined[-1].isalnum() else ""
        joined += text
    return joined


class _Words:
    """How the words are given: mended where a city's names are known, and in which form."""

    def __init__(self, mender, written: bool):
        self._mender, self._written = mender, written

    def of(self, text: str) -> str:
        from zhixi.assist.speech.wording import worded

        said = worded(text, self._mender)
        return said.written if self._written else said.text


class _Progress:
    """A line on a terminal that tells how much of a recording is heard; nothing elsewhere."""

    def __init__(self, name: str):
        self._name, self._shown = name, ""

    def show(self, share: float | None) -> None:
        text = f"{self._name} {min(share, 1):.0%}" if share is not None else self._name
        if sys.stderr.isatty() and text != self._shown:
            self._shown = text
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
