"""Categories by keywords, and by what a centre's own orders taught."""

import dataclasses

from zhixi.assist.dispatch import fit
from zhixi.assist.forms import Filler
from zhixi.assist.forms.category import Categories
from zhixi.assist.forms.tests.talks import CITY, letter

HISTORY = [
    ("井盖破损，车轮压上去响", "2"),
    ("窨井盖丢失，有人摔倒", "市政/道路/井盖"),
    ("灯杆歪了，夜里看不见路", "1"),
    ("电动三轮车夜里大喇叭叫卖", "3"),
]


def test_the_loudest_keyword_names_the_node():
    assert Categories(CITY).ranked("半夜施工，噪音很大")[0][0].code == "3"


def test_words_of_no_node_name_none():
    assert Filler(CITY).fill(letter("社保卡丢了怎么补办。")).form()["category"] == []


def test_the_hotline_naming_itself_speaks_for_no_matter():
    assert Categories(CITY).ranked("您好，云州12345热线为您服务") == []


def test_a_model_in_the_city_folder_goes_first(tmp_path):
    rows = [(f"{text}，第{n}次反映", label) for n in range(200) for text, label in HISTORY]
    fit(rows).save(tmp_path / "models" / "category")
    city = dataclasses.replace(CITY, folder=tmp_path)
    said = Filler(city).fill(letter("市民来电反映：电动三轮车夜里大喇叭叫卖，第3次反映。"))
    assert said.form()["category"] == ["环保", "噪音", "施工噪音"]
    assert said.fields["category"].evidence
