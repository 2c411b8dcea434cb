"""The type of a request that arrives in writing: what its heading, its question and its routing say."""

import pytest

from zhixi.assist.city import City
from zhixi.assist.forms import Filler
from zhixi.assist.forms.tests.talks import letter

FILLER = Filler(City())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("市民来电反映：澜湖区望江路的路灯不亮已有两周，请区政府核实处理。", "投诉"),
        ("市民来电反映：小区电梯坏了三天，物业不修，其想知道何时修好，请住建局核实处理。", "投诉"),
        ("市民来电反映：补办身份证需要哪些材料，到哪里办理", "咨询"),
        ("市民微信反映：其想知道社保卡如何办理，请社保局核实处理。", "咨询"),
        ("市民来电反映：公交车线路的问题", "咨询"),
        ("市民来电反映：公交车司机拒载的问题", "投诉"),
        ("区城管局来电反映：要求转接8001号话务员", "咨询"),
        ("市民来电要求：8001号话务员回电", "咨询"),
        ("市民来电反映：现举报望江路一家餐馆无证经营，请市场监管局核实处理。", "举报"),
        ("市民来电反映：望江路有一栋楼起火了，请消防处理。", "求助"),
        ("市民来电建议：在望江路口增设红绿灯，请交警部门处理。", "建议"),
        ("市民来电感谢：澜湖派出所张警官帮其找回手机。", "表扬"),
    ],
)
def test_the_type_of_a_written_request(text, kind):
    found = FILLER.fill(letter(text)).fields["request_type"]
    assert found.value == kind
    assert all(0 <= e.start < e.end <= len(text) for e in found.evidence)
