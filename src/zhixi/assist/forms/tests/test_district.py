"""District and street by the gazetteer: told beside what was said, open where a name is in several, doubted where they disagree."""

import dataclasses

import pytest

from zhixi.assist.city import City, Place
from zhixi.assist.forms import Filler
from zhixi.assist.forms.district import filled
from zhixi.assist.forms.tests.talks import talk

CITY = City(
    places=(
        Place("district", "东湖区", ("东湖",)),
        Place("district", "北山区"),
        Place("street", "月桥街道", district="东湖区"),
        Place("street", "松岭镇", district="北山区"),
        Place("road", "望江路", district="东湖区", street="月桥街道"),
        Place("road", "环湖路", district="东湖区"),
        Place("road", "清水路", district="北山区", street="松岭镇"),
        Place("road", "人民路", district="东湖区", street="月桥街道"),
        Place("road", "人民路", district="北山区", street="松岭镇"),
        Place("road", "无名路"),
        Place("community", "石塘村", district="北山区", street="松岭镇"),
        Place("poi", "桂花苑", ("桂花苑小区",), district="东湖区", street="月桥街道"),
    ),
)
FILLER = Filler(CITY)


def drafted(said: str, filler: Filler = FILLER):
    return filler.fill(talk(f"A: 请讲。\nC: 我要投诉，路灯坏了。\nA: 在哪里？\nC: {said}\nA: 好的。"))


def address(said: str, filler: Filler = FILLER) -> dict:
    return drafted(said, filler).form()["incident_address"]


@pytest.mark.parametrize(
    ("said", "district", "street", "by"),
    [
        ("望江路十八号。", "东湖区", "月桥街道", "望江路"),
        ("环湖路十八号。", "东湖区", "", "环湖路"),
        ("石塘村委会旁边。", "北山区", "松岭镇", "石塘村委会"),
        ("桂花苑小区门口。", "东湖区", "月桥街道", "桂花苑小区"),
        ("松岭镇那边，大概是中心小学。", "北山区", "松岭镇", "松岭镇"),
        ("人民路，桂花苑。", "东湖区", "月桥街道", "桂花苑"),
        ("东湖区人民路。", "东湖区", "月桥街道", "人民路"),
        ("环湖路跟望江路交叉口。", "东湖区", "月桥街道", "环湖路"),
    ],
)
def test_a_place_that_lies_in_one_district_tells_it(said, district, street, by):
    known = address(said)["located"]
    assert (known["district"], known["street"], known["by"]) == (district, street, by)
    assert not known["against"] and not known["open"]


def test_what_was_said_stays_as_it_was_said():
    found = address("望江路十八号。")
    assert found["district"] is None and found["street"] is None and found["text"] == "望江路18号"
    whole = filled(found)
    assert (whole["district"], whole["street"], whole["road"]) == ("东湖区", "月桥街道", "望江路")
    assert "located" not in whole


def test_the_words_of_the_road_are_the_evidence():
    draft = drafted("望江路十八号。")
    quoted = [
        talk("A: 请讲。\nC: 我要投诉，路灯坏了。\nA: 在哪里？\nC: 望江路十八号。")
        .utterances[e.utterance]
        .text[e.start : e.end]
        for e in draft.fields["incident_address"].evidence
    ]
    assert "望江路" in quoted


@pytest.mark.parametrize("said", ["人民路十八号。", "清水路跟望江路交叉口。"])
def test_a_place_in_several_districts_is_asked_for(said):
    draft = drafted(said)
    known = draft.form()["incident_address"]["located"]
    assert known["district"] == "" and known["open"] == ("东湖区", "北山区")
    question = next(q for q in draft.missing if q.field == "incident_address.district")
    assert "东湖区、北山区" in question.wording


def test_a_district_that_the_gazetteer_tells_is_not_asked_for():
    assert "incident_address.district" not in [q.field for q in drafted("望江路十八号。").missing]
    assert "incident_address.district" in [q.field for q in drafted("听风路十八号。").missing]


def test_a_district_that_disagrees_with_the_road_is_doubted_and_stays():
    draft = drafted("北山区望江路十八号。")
    found = draft.form()["incident_address"]
    assert found["district"] == "北山区" and filled(found)["district"] == "北山区"
    assert found["located"]["against"] == "北山区" and not found["located"]["street"]
    guard = next(g for g in draft.guards if g.kind == "district_in_doubt")
    assert "望江路" in guard.message and "东湖区" in guard.message and guard.evidence
    assert draft.missing[0].field == "incident_address.district"


def test_the_doubt_is_held_against_what_is_saved():
    conversation = talk("A: 请讲。\nC: 望江路路灯坏了。")

    def kinds(district: str) -> list[str]:
        parts = {"district": district, "road": "望江路"}
        return [
            g.kind for g in FILLER.guards(conversation, request_type="投诉", urgency="一般", address=parts)
        ]

    assert kinds("北山区") == ["district_in_doubt"]
    assert kinds("东湖区") == kinds("") == []


def test_a_gazetteer_that_does_not_say_where_a_road_is_tells_nothing():
    assert "located" not in address("无名路十八号。")
    assert "located" not in address("望江路十八号。", Filler(City()))
    bare = City(places=tuple(dataclasses.replace(p, district="", street="") for p in CITY.places))
    assert "located" not in address("望江路十八号。", Filler(bare))


def test_a_building_is_not_the_street_of_its_name():
    assert "located" not in address("月桥小区三栋。")
