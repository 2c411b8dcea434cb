"""`zhixi --help`: every command, each with what it does."""

import pytest

from zhixi.__main__ import main


def test_every_command_is_listed_with_what_it_does(capsys):
    assert main(["--help"]) == 0
    lines = [line.split(None, 1) for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    told = dict(lines)
    assert {"serve", "seed", "call", "transcribe", "fill", "tick"} <= set(told)
    assert "tests" not in told and all(told.values())


def test_one_commands_help_says_what_it_does(capsys):

    with pytest.raises(SystemExit):
        main(["models", "--help"])
    assert "checked by hash" in capsys.readouterr().out
