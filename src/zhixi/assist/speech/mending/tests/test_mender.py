import csv
import pathlib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.city import read_city
from zhixi.assist.speech.mending import Mender, Name, names_of
from zhixi.assist.speech.wording import recognised

CITY = pathlib.Path(__file__).parents[6] / "city"
MENDER = Mender.of(names_of(read_city(CITY)))


@pytest.mark.parametrize(
    "heard, said",
    [
        ("我在青鱼区锦穿路", "我在青榆区锦川路"),
        ("我住在织锦礼小区", "我住在织锦里小区"),
        ("青于区的城管局", "青榆区的城管局"),
        ("在锦船路上", "在锦川路上"),
        ("望林区那边", "望岭区那边"),
        ("澜胡区", "澜湖区"),
    ],
)
def test_a_name_written_with_other_characters_of_its_sound_is_mended(heard, said):
    mended = MENDER.mend(heard)
    assert mended.text == said
    assert recognised(mended.text, mended.marks) == heard
    assert all(mark.said and mark.why and 0.6 < mark.score <= 1 for mark in mended.marks)


@pytest.mark.parametrize(
    "text",
    [
        "青榆区锦川路",
        "我经常去那里",
        "今天的事情",
        "有一位居民反映",
        "是政府的事",
        "消防车进不来",
        "金川县那边",
        "",
        "。，！",
        "ABC 123",
    ],
)
def test_ordinary_words_and_right_names_stay(text):
    assert MENDER.mend(text).text == text


def test_of_two_names_that_sound_alike_neither_is_put_in():
    two = Mender.of([Name("锦川路", "road"), Name("金川路", "road")])
    assert two.mend("在今穿路").marks == ()
    assert Mender.of([Name("锦川路", "road")]).mend("在今穿路").text == "在锦川路"


def test_a_number_or_a_direction_means_another_place():
    mender = Mender.of([Name("海宁四东路", "road"), Name("澄湖西站", "poi")])
    for text in ("在海宁一东路", "在海宁十东路", "在澄湖总站", "在澄湖东站"):
        assert mender.mend(text).marks == ()


def test_a_tone_costs_less_than_a_vowel():
    mender = Mender.of([Name("勋亭路", "road")])
    assert mender.mend("在循庭路").text == "在勋亭路"
    assert mender.mend("在山塘路").marks == ()


def test_what_must_be_left_alone_is_left_alone():
    assert MENDER.mend("青于区", keep=[(0, 3)]).marks == ()


def test_hardly_a_word_of_the_demonstration_city_is_mended_without_need():
    """False mends over what is rightly written already: at most one in a thousand sentences."""
    texts = [
        turn["text"]
        for path in (CITY / "calls").glob("*.yaml")
        for turn in yaml.safe_load(path.read_text())["turns"]
    ]
    with (CITY / "orders.csv").open(encoding="utf-8") as file:
        texts += [row[field] for row in csv.DictReader(file) for field in ("title", "description")]
    false = sum(len(MENDER.mend(text).marks) for text in texts)
    assert len(texts) > 1000
    assert false <= len(texts) / 1000


@given(st.text(alphabet="青鱼于区锦穿川路织礼小区在的我0，。望林", max_size=40))
def test_what_was_recognised_is_recovered_and_mending_twice_changes_nothing(text):
    mended = MENDER.mend(text)
    assert recognised(mended.text, mended.marks) == text
    assert len(mended.text) == len(text)
