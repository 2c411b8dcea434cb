"""A living call: words are kept before anything is made of them, and only what changed is told."""

import json

import pytest
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.errors import Unavailable
from zhixi.hotline.calls import live as live_module
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Feed, Utterance
from zhixi.hotline.calls.players import Stage, play_script
from zhixi.hotline.calls.rows import call_detail
from zhixi.hotline.calls.scripts import Script, Turn
from zhixi.hotline.filling.models import DraftField
from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.models import Place

TALK = (
    (Leg.AGENT, 0.0, 2.0, "您好，请问有什么可以帮您？"),
    (Leg.CALLER, 2.5, 6.0, "你好，我要反映青榆区锦川路的路灯不亮，晚上很黑。"),
    (Leg.AGENT, 6.5, 8.0, "请问您贵姓？"),
    (Leg.CALLER, 8.5, 9.5, "我姓陈。"),
    (Leg.AGENT, 10.0, 11.0, "好的陈先生，联系电话是多少？"),
    (Leg.CALLER, 11.5, 15.0, "幺三九零零零零幺二三四。"),
)


def script() -> Script:
    return Script("s", "路灯", "13900001234", None, tuple(Turn(*turn) for turn in TALK), {})


def told(kind):
    return [json.loads(row.body) for row in Feed.objects.filter(kind=kind).order_by("id")]


def test_a_played_talk_is_kept_word_by_word_and_ends(office, talking):
    assert play_script(script(), talking, Stage(fast=True))
    assert [(u.n, u.leg, u.text) for u in Utterance.objects.all()] == [
        (n, leg, text) for n, (leg, _, _, text) in enumerate(TALK)
    ]
    talking.refresh_from_db()
    assert talking.state == CallState.ENDED


def test_the_draft_speaks_the_offices_codes_and_points_to_its_words(office, talking):
    play_script(script(), talking, Stage(fast=True))
    fields = told("draft")[-1]["fields"]
    assert fields["caller_phone"]["value"] == "13900001234"
    assert fields["request_type"]["value"] in ("complaint", "help")
    assert fields["address"]["value"]["district"] == "青榆区"
    assert fields["category"]["value"] == {"code": "01.01", "path": "市政/路灯"}
    for field in fields.values():
        for evidence in field["evidence"]:
            text = TALK[evidence["utterance"]][3]
            assert 0 <= evidence["start"] < evidence["end"] <= len(text)


def test_a_road_of_one_district_fills_district_and_street_and_says_so(office, talking):
    Place.objects.create(kind="road", name="染坊街", district="青榆区", street="织锦街道")
    city_changed()
    live = LiveCall.of(talking)
    live.heard(Leg.AGENT, 0, 3, "您好，请问在哪里？")
    live.heard(Leg.CALLER, 4, 7, "我要反映染坊街的路灯不亮，晚上很黑。")
    draft = told("draft")[-1]
    address = draft["fields"]["address"]
    assert (address["value"]["district"], address["value"]["street"]) == ("青榆区", "织锦街道")
    assert address["note"] == "区县、街道按地名库“染坊街”"
    assert [(e["utterance"], e["start"], e["end"]) for e in address["evidence"]] == [(1, 4, 7)]
    assert draft["form"]["incident_address"]["district"] is None  # nobody said it
    assert "incident_address.district" not in [q["field"] for q in draft["missing"]]


def test_a_district_that_was_said_has_no_note(office, talking):
    play_script(script(), talking, Stage(fast=True))
    assert told("draft")[-1]["fields"]["address"]["note"] == ""


def test_the_unit_is_named_with_its_clause(office, talking):
    play_script(script(), talking, Stage(fast=True))
    first = told("units")[-1][0]
    assert first["unit"]["code"] == "lamps"
    assert any("第三条" in reason["clause"] for reason in first["reasons"])


def test_suggestions_are_rows_one_a_field(office, talking):
    play_script(script(), talking, Stage(fast=True))
    rows = {row.field: json.loads(row.value) for row in DraftField.objects.filter(call=talking)}
    assert rows["caller_phone"] == "13900001234"
    assert set(rows) == set(told("draft")[-1]["fields"])


def test_what_did_not_change_is_not_told_again(office, talking):
    live = LiveCall.of(talking)
    live.heard(*TALK[1])
    before = Feed.objects.count()
    live.suggest()
    assert Feed.objects.count() == before


def test_a_danger_is_told_once(office, talking):
    live = LiveCall.of(talking)
    live.heard(Leg.CALLER, 0, 3, "快来人，有人掉进河里了！")
    live.heard(Leg.CALLER, 3, 5, "就在桥下面，快点。")
    assert [alarm["kind"] for alarm in told("alarm")] == ["drowning"]


def test_what_is_suspected_by_meaning_is_told_once_and_named_when_it_is_named(office, talking, monkeypatch):
    class Hears:
        def dangerous(self, text):
            return "晒着" in text

    monkeypatch.setattr(live_module, "danger_by_meaning", Hears)
    live = LiveCall.of(talking)
    live.heard(Leg.CALLER, 0, 3, "宝宝还在车上，太阳一直晒着呢。")
    live.heard(Leg.CALLER, 3, 5, "车子停了一个小时，一直晒着。")
    assert [(alarm["kind"], alarm["label"]) for alarm in told("alarm")] == [("suspected", "疑似险情")]
    live.heard(Leg.CALLER, 5, 8, "快来人，有人掉进河里了！")
    assert [alarm["kind"] for alarm in told("alarm")] == ["suspected", "drowning"]


def test_a_fault_of_the_suggestions_loses_no_word(office, talking, monkeypatch):
    def broken():
        raise Unavailable("索引不可用", cure="请重建")

    monkeypatch.setattr(live_module, "seat_tools", broken)
    live = LiveCall.of(talking)
    live.heard(*TALK[0])
    live.heard(*TALK[1])
    assert Utterance.objects.count() == 2
    assert [fault["message"] for fault in told("fault")] == ["准备建议暂不可用：索引不可用（请重建）"]


@pytest.mark.django_db(transaction=True)
def test_a_kill_after_the_words_leaves_them_in_the_database(monkeypatch):
    from zhixi.hotline.calls.tests.conftest import make_office

    class Killed(BaseException):
        pass

    def killed():
        raise Killed

    office = make_office()
    from zhixi.hotline.calls import actions

    call = actions.offer(source="script", now=timezone.now())
    call = actions.answer_call(actor=office["agent1"], call_id=call.pk, now=timezone.now())
    monkeypatch.setattr(live_module, "seat_tools", killed)
    with pytest.raises(Killed):
        play_script(script(), call, Stage(fast=True))
    assert [u.text for u in Utterance.objects.all()] == [TALK[0][3]]
    call.refresh_from_db()
    assert call.state == CallState.ENDED
    assert told("utterance")[0]["text"] == TALK[0][3]


def test_a_call_that_nobody_answers_is_given_up(office, waiting):
    assert not play_script(script(), waiting, Stage(fast=True, wait=0.0))
    waiting.refresh_from_db()
    assert waiting.state == CallState.ABANDONED
    assert not Utterance.objects.exists()


def test_a_desk_that_opens_the_call_later_sees_all_of_it(office, talking):
    play_script(script(), talking, Stage(fast=True))
    talking.refresh_from_db()
    detail = call_detail(talking, office["agent1"])
    assert len(detail["utterances"]) == len(TALK)
    assert detail["draft"] == told("draft")[-1]
    assert detail["calling_number"] == "13900001234"
    assert detail["feed"] == Feed.objects.order_by("-id").first().id
    assert call_detail(talking, office["leader"])["calling_number"] == "139****1234"
