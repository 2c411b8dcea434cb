"""Load a city folder: units, categories, duties, places, people, articles, past orders."""

import os
import pathlib
import sys

DEMO_PASSWORD = "yunxi-12345-demo"


def arguments(parser) -> None:
    parser.add_argument(
        "--city", metavar="DIR", help="a folder as in docs/city-folder.md (default: the demonstration city)"
    )
    parser.add_argument(
        "--demo", action="store_true", help="a known password for everybody, and a clerk for every unit"
    )
    parser.add_argument("--password", default="", help="the first password of people who are new")
    parser.add_argument("--by", default="", metavar="USERNAME", help="who is named as the importer")


def run(options) -> int:
    from zhixi.office import open_office

    open_office()
    from zhixi.hotline.imports.folder import load_folder, packaged_city

    folder = pathlib.Path(options.city) if options.city else packaged_city()
    password = options.password or (demo_password() if options.demo else "")
    done = load_folder(folder, password=password, demo=options.demo, by=options.by, told=_tell)
    if not any(kept.touched for kept in done):
        print("everything was already there")
    new = sum(kept.added for kept in done if kept.what in ("people", "clerks"))
    if new and not password:
        print(
            f"{new} people cannot sign in yet: set passwords with zhixi changepassword USERNAME",
            file=sys.stderr,
        )
    return 0


def demo_password() -> str:
    return os.environ.get("ZHIXI_DEMO_PASSWORD", DEMO_PASSWORD)


def _tell(kept) -> None:
    if kept.touched:
        print(kept, flush=True)
