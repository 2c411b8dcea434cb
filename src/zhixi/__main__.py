"""The `zhixi` command: one file of `zhixi.commands` a command, Django's own management commands for the rest.

A command file has a one-line docstring, `arguments(parser)` and `run(options) -> int | None`. What a
command needs is imported inside it, so that `zhixi fill` never waits for Django.
"""

import argparse
import importlib
import os
import pkgutil
import sys

from zhixi import __version__, commands
from zhixi.errors import ZhixiError, storage_fault


def main(argv: list[str] | None = None) -> int:
    argv = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixi.settings")
    names = sorted(m.name for m in pkgutil.iter_modules(commands.__path__) if not m.ispkg)
    if not argv or argv[0] in ("-h", "--help", "help"):
        return _overview(names)
    if argv[0] == "--version":
        print(__version__)
        return 0
    name = argv[0].replace("-", "_")
    if name not in names:
        return _django(argv)
    module = importlib.import_module(f"zhixi.commands.{name}")
    parser = argparse.ArgumentParser(prog=f"zhixi {argv[0]}", description=module.__doc__)
    module.arguments(parser)
    return _guarded(lambda: module.run(parser.parse_args(argv[1:])))


def _guarded(run) -> int:
    """Run a command; a known error is one line on standard error and its exit code."""
    try:
        return run() or 0
    except ZhixiError as error:
        print(f"zhixi: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("zhixi: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        # A full disk may show itself in any layer; anything else unknown is a fault of ours and is shown whole.
        if (fault := storage_fault(error)) is None:
            raise
        print(f"zhixi: {fault}", file=sys.stderr)
        return fault.exit_code


def _django(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zhixi", *argv])
    return 0


def _overview(names: list[str]) -> int:
    print("usage: zhixi COMMAND …\n")
    for name in names:
        doc = importlib.import_module(f"zhixi.commands.{name}").__doc__ or ""
        print(f"  {name.replace('_', '-'):<12} {doc.strip().splitlines()[0]}")
    print("\nAny other name is a management command of Django (migrate, createsuperuser, …).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
