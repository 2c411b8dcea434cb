"""Talks that were misheard: digits, surnames, hotline words and places known again by their sound."""

import dataclasses

import pytest

from zhixi.assist.city import City, Place
from zhixi.assist.forms import Filler
from zhixi.assist.forms.addresses import Gazetteer
from zhixi.assist.forms.dictated import sounded
from zhixi.assist.forms.numbers import heard_number, same_with_losses
from zhixi.assist.forms.reheard import Ears
from zhixi.assist.forms.spellings import Spellings, shortened
from zhixi.assist.forms.surnames import alike, by_sound, explained
from zhixi.assist.forms.tests.talks import CITY, LAMPS, letter, talk

FILLER = Filler(City())


def form(text, filler=FILLER, **kinds):
    return filler.fill(talk(text, **kinds)).form()


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("一三求零灵零零令一三八对", "一三九零零零零零一三八对"),
        ("零五八九，留六零零，二二丝户。", "零五八九，六六零零，二二四五。"),
        ("衣三九零零零零欺七九三吗", "一三九零零零零七七九三吗"),
        ("二零一八零林零一，幺幺流三零九。", "二零一八零零零一，幺幺六三零九。"),
    ],
)
def test_digits_are_known_by_their_sound(heard, meant):
    assert sounded(heard) == meant


@pytest.mark.parametrize(
    "text",
    [
        "电话是一三九零零零零四四七六是我的",
        "一三九零零零零，就是四四七六",
        "需要6798号回电，2018年2月6号11时43分，一期12栋",
        "我有事，就是要去医院七楼看一下，期限是五天。",
        "三三几？",
    ],
)
def test_words_that_sound_like_digits_stay_words(text):
    assert sounded(text) == text


def test_a_misheard_phone_is_the_phone():
    assert (
        form("A: 电话留哪个？\nC: 一三球零凝零零幺二三似。\nA: 记下了。", ani="")["contact_phone"]
        == "13900001234"
    )


def test_a_number_with_losses_is_the_calling_number():
    assert heard_number("139005678", "13900005678") == "13900005678"
    assert heard_number("139000005678", "13900005678") == "13900005678"


def test_another_whole_number_is_not_the_calling_number():
    assert heard_number("13900005677", "13900005678") == "13900005677"
    assert heard_number("39004476", "13900005678") is None


def test_of_two_readings_the_fuller_is_kept():
    assert same_with_losses("1390001234", "13900001234") and not same_with_losses(
        "13900001235", "13900001234"
    )
    said = form("A: 电话？\nC: 一三九零零零零一二三四。\nA: 一三九零零零一二三四，对吧？\nC: 对。", ani="")
    assert said["contact_phone"] == "13900001234"


@pytest.mark.parametrize(
    ("answer", "title", "name"),
    [
        ("姓宿。", "苏先生，您的电话？", "苏先生"),
        ("姓都，木土杜。", "好的，您的电话？", "杜"),
        ("姓江，长江的江。", "将先生，您的电话？", "江先生"),
        ("性詹，詹天佑的詹。", "詹先生，您的电话？", "詹先生"),
        ("姓黎，黎明的黎。", "李先生，您的电话？", "黎先生"),
    ],
)
def test_a_surname_is_put_right_by_its_witnesses(answer, title, name):
    assert form(f"A: 您贵姓？\nC: {answer}\nA: {title}")["caller_name"] == name


def test_a_surname_that_the_caller_corrects_is_not_voted_down():
    text = "A: 您贵姓？\nC: 姓程。\nA: 陈先生，陈先生您好？\nC: 不是，姓程。"
    assert form(text)["caller_name"].startswith("程")


def test_surnames_by_sound():
    assert by_sound("寒") == "韩" and alike("成", "程") and not alike("王", "李")
    assert explained("，口天吴", "无") == "吴" and explained("，白云的云", "云") == "云"


def test_one_talk_has_one_spelling():
    texts = ["在望江路。", "望江路十八号，对吗？", "忘江路，对。"]
    assert Spellings(texts).of("忘江路") == "望江路"
    assert Spellings(["清水路。", "秋水路。", "清水路。"]).of("秋水路") == "秋水路"  # another sound
    assert Spellings(["望江东路", "望江东路", "望江冬路"]).of("望江西路") == "望江西路"


def test_a_name_that_lost_a_character():
    assert shortened("琼区", "琼山区") and not shortened("东区", "西山区")


def test_hotline_words_are_known_by_their_sound():
    ears = Ears(City(), Gazetteer(City()))
    heard = talk("A: 现生您桂姓？\nC: 我要头诉，昨填碗上施工。")
    assert [u.text for u in ears.again(heard).utterances] == ["先生您贵姓？", "我要投诉，昨天晚上施工。"]


def test_places_are_put_right_by_the_gazetteer():
    said = form("A: 在哪里？\nC: 东胡区忘江路十八号，桂花院。\nA: 好的。", Filler(CITY))["incident_address"]
    assert (said["district"], said["road"]) == ("东湖区", "望江路")


LACKS = City(places=(Place("community", "潭口村"), Place("road", "望江路"), Place("district", "东湖区")))
CLEAN = (
    "A: 您好，请讲。\nC: 我要投诉，我们村的路灯坏了。\nA: 在哪里？\nC: {}，靠近球场。\nA: {}，对吗？\nC: 对。"
)


def test_a_village_that_the_gazetteer_lacks_stays_what_it_is():
    said = form(CLEAN.format("塘口村", "塘口村"), Filler(LACKS))["incident_address"]
    assert said["community"] == "塘口村"


def test_what_cannot_be_a_place_is_put_right_in_the_same_talk():
    ears = Ears(LACKS, Gazetteer(LACKS))
    heard = ears.again(talk(CLEAN.format("塘口村，忘江路，东糊区", "塘口村")))
    assert heard.utterances[3].text == "塘口村，望江路，东湖区，靠近球场。"


def test_in_a_talk_that_was_heard_badly_the_nearest_name_is_meant():
    ears = Ears(LACKS, Gazetteer(LACKS))
    bad = (
        CLEAN.replace("您好，请讲", "先生您桂姓")
        .replace("我要投诉", "我要头诉")
        .replace("路灯坏了", "路灯坏了，昨填碗上")
    )
    heard = ears.again(talk(bad.format("塘口村", "塘口村")))
    assert "潭口村" in heard.utterances[3].text


def test_a_few_words_of_a_recogniser_are_not_known_to_be_heard_well():
    ears = Ears(LACKS, Gazetteer(LACKS))
    written = talk(CLEAN.format("塘口村", "塘口村"))
    heard = dataclasses.replace(
        written, utterances=tuple(dataclasses.replace(u, confidence=0.9) for u in written.utterances)
    )
    assert "潭口村" in ears.again(heard).utterances[3].text


def test_what_was_heard_again_keeps_its_length():
    ears = Ears(CITY, Gazetteer(CITY))
    for utterance, again in zip(talk(LAMPS).utterances, ears.again(talk(LAMPS)).utterances, strict=True):
        assert len(utterance.text) == len(again.text)


def test_a_talk_that_was_heard_well_is_left_alone():
    ears = Ears(CITY, Gazetteer(CITY))
    assert ears.again(talk(LAMPS)) == talk(LAMPS)
    one = letter("市民反映：东胡区桂花苑门口路灯损坏。")
    assert ears.again(one) == one


@pytest.mark.parametrize(
    "words",
    ["嗯。", "好的好的，谢谢啊。", "您慢走，再见。", "哦，是这样啊。", "麻烦你了，辛苦了。", "不客气。"],
)
@pytest.mark.parametrize("leg", "AC")
def test_pure_small_talk_changes_no_field(leg, words):
    before, after = FILLER.fill(talk(LAMPS)), FILLER.fill(talk(f"{LAMPS}{leg}: {words}"))
    assert after.form() == before.form()


def test_renaming_a_street_in_gazetteer_and_text_changes_only_that_street():
    places = tuple(dataclasses.replace(p, name="听涛路") if p.name == "望江路" else p for p in CITY.places)
    one = form(LAMPS, Filler(CITY))
    other = form(LAMPS.replace("望江路", "听涛路"), Filler(dataclasses.replace(CITY, places=places)))
    assert {k for k in one if one[k] != other[k]} <= {"incident_address", "title", "description", "demand"}
    address, renamed = one["incident_address"], other["incident_address"]
    assert {k for k in address if address[k] != renamed[k]} == {"text", "road"}
    for name in ("title", "description", "demand"):
        assert (one[name] or "").replace("望江路", "听涛路") == (other[name] or "")
