"""The parts of a guide are found by what they are called, and nothing of the text is lost."""

import pytest

from zhixi.assist.documents import Block, Document, Facts, parted, suggested

GUIDE = """居住满六个月的，可以申领居住证。

## 一、申请材料
1. 身份证
2. 居住证明
### 单位集体办理
介绍信

## 二、办理时限
十五个工作日

## 三、收费标准
首次不收费
"""


def test_a_guides_parts_are_found_below_its_headings():
    body, parts = parted(GUIDE)
    assert parts == {"materials": "1. 身份证\n2. 居住证明\n### 单位集体办理\n介绍信", "fees": "首次不收费"}
    assert body == "居住满六个月的，可以申领居住证。\n\n## 二、办理时限\n十五个工作日"


def test_labels_in_bold_and_numbered_lines_are_headings_too():
    body, parts = parted(
        "可以申领。\n\n**材料**：身份证\n- 照片\n\n**办理地点**\n\n派出所\n\n办好后会有短信通知。"
    )
    assert parts == {"materials": "身份证\n- 照片", "venue": "派出所"}
    assert body == "可以申领。\n\n办好后会有短信通知。"
    body, parts = parted("可以申领。\n一、受理条件：\n（一）本市户籍\n二、【办公时间】\n工作日9:00—17:30")
    assert parts == {"audience": "（一）本市户籍", "hours": "工作日9:00—17:30"} and body == "可以申领。"


def test_materials_of_one_case_stay_with_the_case():
    text = "按情形准备。\n## 个人\n### 材料\n身份证\n## 单位\n### 材料\n执照"
    assert parted(text) == (text, {})


def test_a_title_above_all_hides_no_part():
    body, parts = parted("# 居住证办理指南\n## 条件\n居住满六个月\n## 说明\n可邮寄")
    assert parts == {"audience": "居住满六个月"} and body == "# 居住证办理指南\n## 说明\n可邮寄"


@pytest.mark.parametrize(
    "text", ["", "只有答案", "## 材料\n身份证", "**材料**", "## 材料\n\n## 费用\n", "时间：明天"]
)
def test_what_would_have_nothing_left_or_has_no_parts_stays_as_it_is(text):
    assert parted(text) == (text.strip(), {})


def test_two_parts_of_one_name_are_both_kept():
    assert parted("答。\n**费用**：10元\n**收费标准**：补办20元")[1] == {"fees": "10元\n补办20元"}


def test_a_guide_to_one_service_is_not_cut_at_its_headings():
    guide = [
        Block("可以申领。"),
        Block("申请材料", 1),
        Block("身份证"),
        Block("办理地点", 1),
        Block("派出所"),
    ]
    assert suggested(Document("docx", tuple(guide), Facts("居住证"))) == "whole"
    manual = [Block("居住证", 1), Block("可以申领。"), Block("护照", 1), Block("到出入境大厅。")]
    assert suggested(Document("docx", tuple(manual), Facts("手册"))) == "heading"
