"""`zhixi tick` and `zhixi audit`, as an operator runs them."""

import pytest

from zhixi.__main__ import main

pytestmark = pytest.mark.django_db


def test_a_pause_that_is_none_is_refused(capsys):
    assert main(["tick", "--every", "0"]) == 2
    assert "seconds" in capsys.readouterr().err


def test_tick_tells_what_each_sweep_found(capsys):
    assert main(["tick"]) == 0
    assert "limits that passed: 0" in capsys.readouterr().out


def test_audit_knows_no_other_word(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["audit", "mend"])
    assert caught.value.code == 2
