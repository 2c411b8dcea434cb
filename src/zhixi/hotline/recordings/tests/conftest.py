"""An office with people who may hear a call, and a call that was recorded."""

import pytest
from django.utils import timezone

from zhixi.gateway.line import End
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.calls.tests.conftest import make_office
from zhixi.hotline.recordings import tasks
from zhixi.hotline.recordings.models import Recording
from zhixi.hotline.recordings.tests.kit import a_talk, at_rest, speak


@pytest.fixture
def office(db, settings, tmp_path):
    settings.RECORDING_HOME = tmp_path
    people = make_office()
    people["inspector"] = User.objects.create_user("inspector", role=Role.QA_INSPECTOR, name="质检")
    people["supervisor"] = User.objects.create_user("supervisor", role=Role.SUPERVISOR, name="督办")
    return people


@pytest.fixture
def flac(settings):
    settings.RECORDING_KIND = "flac"


@pytest.fixture
def recorded(office, flac, monkeypatch):
    at_rest(monkeypatch)
    line = a_talk()
    speak(line)
    line.end(End.HUNG_UP)
    assert tasks.finish(timezone.now()) == 1
    return Recording.objects.get()
