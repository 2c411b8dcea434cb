"""One matter is one draft; two matters in one call are two, each with its own place, type and words (一次来电多项诉求)."""

import dataclasses
import datetime as dt
import json

import pytest

from zhixi.assist.city import City
from zhixi.assist.forms import Filler
from zhixi.assist.forms.tests.talks import CITY, LAMPS, talk
from zhixi.assist.talk import Conversation, Leg, Utterance

FILLER = Filler(CITY)
TWO = """
A: 您好，云州12345热线，请讲。
C: 你好，我要投诉，望江路桂花苑门口的路灯坏了半个月没人修。
A: 望江路桂花苑门口的路灯，东湖区，对吗？
C: 对，东湖区，一直没人修，晚上黑得很。
A: 好的，还有其他问题吗？
C: 另外还有一个事情，北山区清水路那边工地半夜施工，噪音吵得睡不着。
A: 北山区清水路工地夜间施工噪音，几点开始？
C: 每天晚上十一点就开始。
A: 好的，您贵姓？
C: 免贵姓温，就是这个号码。
A: 温先生，工作人员会联系您。
C: 好，谢谢。
"""


def test_two_matters_are_two_drafts_with_their_own_places():
    first, second = (draft.form() for draft in FILLER.drafts(talk(TWO)))
    assert "路灯" in first["title"] and "施工" not in first["description"]
    assert "施工" in second["title"] + second["description"] and "路灯" not in second["description"]
    assert first["incident_address"]["district"] == "东湖区"
    assert second["incident_address"]["road"] == "清水路"
    assert second["category"] == ["环保", "噪音", "施工噪音"] and first["category"] == [
        "市政",
        "照明",
        "路灯不亮",
    ]


def test_who_calls_stands_in_each_draft():
    for draft in FILLER.drafts(talk(TWO)):
        assert draft.form()["caller_name"].startswith("温")
        assert draft.form()["contact_phone"] == "13900005678"


def test_each_draft_shows_its_own_words():
    first, second = FILLER.drafts(talk(TWO))
    assert not {5, 6, 7} & set(first.evidence_turns()["title"])
    assert set(second.evidence_turns()["title"]) <= {5, 6, 7}


def test_fill_is_the_first_draft():
    assert FILLER.fill(talk(TWO)) == FILLER.drafts(talk(TWO))[0]


@pytest.mark.parametrize(
    "more",
    [
        "还有一个事情，就是那个路灯，你们什么时候来修？",
        "另外我想说，桂花苑这个路灯坏了好多次了。",
        "再跟你说一下，路灯是门口那一盏。",
        "还有，叫他们来的时候打我电话。",
        "顺便问一下，路灯几天能修好？",
    ],
)
def test_more_about_the_same_matter_stays_one(more):
    one = TWO.replace(TWO.strip().splitlines()[5][3:], more)
    one = "\n".join(line for line in one.strip().splitlines() if "施工" not in line and "十一点" not in line)
    assert len(FILLER.drafts(talk(one))) == 1


def test_a_question_beside_a_complaint_is_a_second_matter():
    text = LAMPS.replace(
        "A: 先生您贵姓？", "C: 另外我再咨询一个，居住证到期了怎么办理续签，要带什么材料？\nA: 先生您贵姓？"
    )
    kinds = [draft.form()["request_type"] for draft in FILLER.drafts(talk(text))]
    assert kinds == ["投诉", "咨询"]


def test_of_our_own_estate_means_the_place_of_the_first_matter():
    text = TWO.replace("北山区清水路那边工地半夜施工", "我们小区旁边工地半夜施工").replace(
        "北山区清水路工地", "工地"
    )
    first, second = FILLER.drafts(talk(text))
    assert second.form()["incident_address"] == first.form()["incident_address"]


@pytest.mark.parametrize("cut", range(13))
def test_a_talk_of_two_matters_cut_anywhere_gives_valid_drafts(cut):
    whole = talk(TWO)
    conversation = dataclasses.replace(whole, utterances=whole.utterances[:cut])
    for draft in FILLER.drafts(conversation):
        for field in draft.fields.values():
            assert field.evidence
            for evidence in field.evidence:
                assert evidence.end <= len(conversation.utterances[evidence.utterance].text)


def test_the_measuring_calls_have_one_matter_each(shared):
    filler = Filler(City())
    for line in (shared / "data/calls/dialogues_dev.jsonl").read_text(encoding="utf-8").splitlines():
        call = json.loads(line)
        turns = tuple(
            Utterance(n, Leg(t["role"]), t["start"], t["end"], t["text"]) for n, t in enumerate(call["turns"])
        )
        conversation = Conversation(dt.datetime.fromisoformat(call["call_time"]), turns, call["ani"])
        assert len(filler.drafts(conversation)) == 1, call["id"]
