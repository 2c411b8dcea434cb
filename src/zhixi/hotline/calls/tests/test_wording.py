"""Heard words on the desk: mended, written as people write, the recogniser's own words kept, masked alike."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.utils import timezone

from zhixi.assist.speech.wording import recognised
from zhixi.assist.talk import Leg
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.hearing import for_others
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.marking import read
from zhixi.hotline.calls.models import Call, Feed, Utterance
from zhixi.hotline.calls.rows import call_detail

HEARD = "嗯，我在青于区，电话妖三酒零零零零幺二三四"
MEANT = "嗯，我在青榆区，电话幺三九零零零零幺二三四"


@pytest.fixture
def live(talking):
    return LiveCall.of(talking)


def test_a_heard_name_is_mended_and_what_was_heard_is_kept(live):
    said = live.heard(Leg.CALLER, 0, 5, HEARD, 0.7, "yue")
    row = Utterance.objects.get()
    assert said.text == row.text == MEANT
    assert recognised(row.text, read(row.marks)) == HEARD
    assert row.language == "yue"
    assert {mark.kind for mark in read(row.marks)} == {"filler", "name", "digit", "phone"}


def test_written_words_are_marked_and_never_mended(live):
    said = live.heard(Leg.CALLER, 0, 5, "我在青于区，下午三点半")
    assert said.text == "我在青于区，下午三点半"
    assert [mark.written for mark in said.marks] == ["3:30"]


def test_a_call_that_goes_on_knows_what_was_mended(live, talking):
    said = live.heard(Leg.CALLER, 0, 5, HEARD, 0.7)
    assert LiveCall.of(talking).conversation.utterances == (said,)


def test_the_marks_are_sealed_as_the_words_are(live):
    live.heard(Leg.CALLER, 0, 5, HEARD, 0.7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT marks FROM calls_utterance")
        stored = cursor.fetchone()[0]
    assert stored and "13900001234" not in stored and "青于区" not in stored


@pytest.mark.parametrize(
    "heard",
    [
        HEARD,
        "一三九嗯零零零零嗯幺二三四",
        "幺三九，四个零，幺二三四",
        "身份证四六零一零零一九九零零一零一一二三四",
        "车牌琼A幺二三四五",
        "就这个13900幺234",
    ],
)
def test_of_a_number_others_read_neither_what_was_heard_nor_what_is_written(live, office, talking, heard):
    live.heard(Leg.CALLER, 0, 5, heard, 0.7)
    for shown in (
        call_detail(Call.objects.get(), office["leader"])["utterances"],
        [for_others("utterance", json.loads(Feed.objects.get(kind="utterance").body))],
    ):
        text = json.dumps(shown, ensure_ascii=False)
        for piece in ("零零零", "幺二三四", "1234", "0000", "妖三", "九九零", "12345", "三酒"):
            assert piece not in text
        assert len(shown[0]["text"]) == len(Utterance.objects.get().text)
    own = call_detail(Call.objects.get(), office["agent1"])["utterances"][0]
    assert own["text"] == Utterance.objects.get().text


def test_names_and_times_are_not_hidden_from_others(live, office):
    live.heard(Leg.CALLER, 0, 5, "我在青于区，下午三点半", 0.7)
    shown = call_detail(Call.objects.get(), office["leader"])["utterances"][0]
    assert [(m["said"], m["written"]) for m in shown["marks"]] == [("青于区", ""), ("", "3:30")]


def test_a_finished_call_has_its_figures_and_the_last_words_count(live, office, talking):
    live.heard(Leg.AGENT, 0, 6, "您好，请问有什么可以帮您？")
    live.heard(Leg.CALLER, 8, 18, "路灯坏了，好几天没有人来修。")
    actions.hang_up(actor=office["agent1"], call_id=talking.pk, now=timezone.now())
    assert call_detail(Call.objects.get(), office["leader"])["figures"]["length"] == 18
    live.heard(Leg.CALLER, 20, 22, "就这样，再见。", 0.8)
    figures = Call.objects.get().figures
    assert (figures["length"], figures["sides"]["caller"]["utterances"], figures["silence"]) == (22, 2, 4)


def test_the_longest_hold_is_what_the_telephone_system_told(live, office, talking):
    live.heard(Leg.AGENT, 0, 6, "您好，请稍等。")
    at = talking.offered_at
    for seconds, on in ((10, True), (55, False), (60, True), (63, False)):
        actions.hold(call_id=talking.pk, on=on, now=at + dt.timedelta(seconds=seconds))
    actions.hang_up(actor=office["agent1"], call_id=talking.pk, now=at + dt.timedelta(seconds=90))
    assert Call.objects.get().figures["hold"] == 45


def test_a_call_without_words_has_no_figures(office, waiting):
    actions.end(call_id=waiting.pk, now=timezone.now())
    assert Call.objects.get().figures is None
