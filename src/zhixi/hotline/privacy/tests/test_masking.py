import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.hotline.privacy.masking import (
    mask_data,
    mask_id,
    mask_name,
    mask_phone,
    mask_speech,
    mask_text,
    without_caller,
)
from zhixi.hotline.privacy.sealing import digest, seal, unseal


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13900001234", "139****1234"),
        ("0001-1234567", "000*****4567"),
        ("12345", "***45"),
        ("12", "**"),
        ("", ""),
        (" 13900001234 ", "139****1234"),
    ],
)
def test_a_phone_keeps_its_ends(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("陈小明", "陈**"), ("陈明", "陈**"), ("欧阳小明", "欧阳**"), ("", ""), ("李", "李**")],
)
def test_a_name_keeps_its_surname_and_not_its_length(name, masked):
    assert mask_name(name) == masked


def test_an_identity_number_keeps_its_ends():
    assert mask_id("110101199003070000") == "110***********0000"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13900001234，请回电", "电话139****1234，请回电"),
        ("电话139 0000 1234。", "电话139******1234。"),
        ("座机0001-1234567", "座机000*****4567"),
        ("身份证11010119900307000X", "身份证110***********000X"),
        ("身份证110101900307123", "身份证110********7123"),
        ("卡号6222020000000000000", "卡号622************0000"),
        ("工单20261118-000001，金额15000元，3号楼1201室", "工单20261118-000001，金额15000元，3号楼1201室"),
        ("", ""),
    ],
)
def test_numbers_of_people_within_text_are_masked_and_others_are_not(text, masked):
    assert mask_text(text) == masked


@given(st.text(alphabet="电话，a 0123456789X-", max_size=60))
def test_no_whole_mobile_number_survives_the_mask(text):
    assert not re.search(r"(?<![0-9])1[3-9]\d{9}(?![0-9])", mask_text(text))


@given(st.text(max_size=200))
def test_masking_twice_is_masking_once(text):
    assert mask_text(mask_text(text)) == mask_text(text)


def test_a_confidential_text_has_neither_the_name_nor_the_number():
    text = without_caller("陈小明反映，回电13900001234", "陈小明", "13900001234")
    assert text == "**反映，回电**"


def test_an_events_sealed_values_are_opened_only_to_be_masked():
    data = {
        "changed": {
            "caller_phone": seal("13900001234"),
            "caller_name": seal("陈小明"),
            "description": seal("请回电13900001234"),
            "unit_id": 3,
        },
        "assisting": ["water"],
    }
    shown = mask_data(data)
    assert shown["changed"] == {
        "caller_phone": "139****1234",
        "caller_name": "陈**",
        "description": "请回电139****1234",
        "unit_id": 3,
    }
    hidden = mask_data(data, hide_caller=True)["changed"]
    assert hidden["caller_phone"] == hidden["caller_name"] == hidden["description"] == "保密"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=100))
def test_what_is_sealed_is_read_again_and_never_looks_the_same_twice(text):
    assert unseal(seal(text)) == text
    assert not text or seal(text) != seal(text)


def test_equal_numbers_share_a_digest_and_it_is_no_plain_hash():
    assert digest("13900001234") == digest("13900001234") != digest("13900001235")
    assert digest("") == ""


def test_a_number_that_is_spoken_in_groups_is_starred_with_the_fillers_between_them():
    said = "我电话一三九，嗯，零零零零，那个，一二三四。"
    assert mask_speech(said) == "我电话" + "*" * (len(said) - 4) + "。"
    assert mask_speech("住三楼，嗯，二零一。") == "住三楼，嗯，二零一。"
