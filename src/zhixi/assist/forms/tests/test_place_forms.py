"""How callers say where: crossings, ways from a place, between two, house numbers, highways, stations, rivers."""

import pytest

from zhixi.assist.city import City
from zhixi.assist.forms import Filler
from zhixi.assist.forms.tests.talks import talk

FILLER = Filler(City())
PARTS = ("district", "street", "community", "road", "number", "poi")


def parts(said: str) -> dict:
    text = f"A: 请讲。\nC: 我要投诉，路灯坏了没人管。\nA: 在哪里？\nC: {said}\nA: 好的。"
    found = FILLER.fill(talk(text)).form()["incident_address"] or {}
    return {kind: found[kind] for kind in PARTS if found.get(kind)}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("望江路与清水路交叉口。", {"road": "望江路与清水路交叉口"}),
        ("望江路清水路路口。", {"road": "望江路清水路路口"}),
        ("望江路和清水路的交叉口，红绿灯坏了。", {"road": "望江路与清水路交叉口"}),
        ("望江路清水路交叉口往东两百米。", {"road": "望江路清水路交叉口"}),
        ("望江路跟清水路的那个十字路口。", {"road": "望江路与清水路十字路口"}),
        ("就是望江路同清水路交界的地方。", {"road": "望江路与清水路交界"}),
        ("望江路口往南走五十米。", {"poi": "望江路口往南50米"}),
        ("桂花苑小区斜对面的工地。", {"poi": "桂花苑小区斜对面"}),
        ("桂花苑正对面那家饭店。", {"poi": "桂花苑正对面"}),
        ("中国银行对面。", {"poi": "中国银行对面"}),
        ("望江路，往东两百米左右。", {"road": "望江路"}),
        ("望江路加油站往西三百米的地方。", {"road": "望江路", "poi": "加油站往西300米"}),
        ("望江路桂花苑和清河苑之间的那段路。", {"road": "望江路", "poi": "桂花苑和清河苑之间"}),
        ("望江路，第一小学跟人民医院之间。", {"road": "望江路", "poi": "第一小学和人民医院之间"}),
        ("望江路公交站那里。", {"poi": "望江路公交站"}),
        ("桂花苑公交站台。", {"poi": "桂花苑公交站台"}),
        ("清水桥站。", {"poi": "清水桥站"}),
        ("地铁二号线望江路站A出口。", {"poi": "望江路站A出口"}),
        ("望江路十二号之三。", {"road": "望江路", "number": "12号之3"}),
        ("望江路十二之三号。", {"road": "望江路", "number": "12之3号"}),
        ("桂花苑三栋二单元五零一。", {"number": "3栋2单元501", "poi": "桂花苑"}),
        ("桂花苑小区五号楼一单元三零二室。", {"number": "5号楼1单元302室", "poi": "桂花苑小区"}),
        ("望江路一百二十八号五楼。", {"road": "望江路", "number": "128号"}),
        ("桂花苑二期十六栋八零三。", {"number": "16栋803", "poi": "桂花苑二期"}),
        ("G十五高速K一百二十三加四百。", {"road": "G15高速", "number": "K123+400"}),
        ("沈海高速往广州方向一百二十公里处。", {"road": "沈海高速", "number": "120公里处"}),
        ("三二一国道五十六公里处。", {"road": "321国道", "number": "56公里处"}),
        ("环城高速东段，出口那里。", {"road": "环城高速东段"}),
        ("望江路东段三十号。", {"road": "望江路东段", "number": "30号"}),
        ("清水河边，靠近石桥村。", {"poi": "清水河", "community": "石桥村"}),
        ("南渡江大桥下面。", {"poi": "南渡江大桥下面"}),
        ("美舍河旁边。", {"poi": "美舍河旁边"}),
        ("石桥村三组十二号。", {"community": "石桥村", "number": "12号"}),
        ("石桥村委会后面那条路。", {"community": "石桥村委会", "poi": "石桥村委会后面"}),
        ("红星镇石桥村小学门口。", {"street": "红星镇", "poi": "石桥村小学门口"}),
        (
            "东湖区红星街道幸福社区二十三号。",
            {"district": "东湖区", "street": "红星街道", "community": "幸福社区", "number": "23号"},
        ),
        ("万达广场三楼的星光电影院。", {"poi": "万达广场三楼星光电影院"}),
        ("阳光幼儿园，在望江路那边。", {"poi": "阳光幼儿园", "road": "望江路"}),
        ("老百姓大药房，望江路店。", {"poi": "老百姓大药房", "road": "望江路"}),
        ("就在人民医院急诊楼门口。", {"poi": "人民医院急诊楼门口"}),
        ("望江路一号桥底下。", {"road": "望江路"}),
        ("火车站北广场出租车候车点。", {"poi": "火车站北广场"}),
        ("滨江大道绿道上。", {"road": "滨江大道"}),
        ("中山东一路二十弄五号。", {"road": "中山东一路", "number": "20弄5号"}),
        ("望江里小区七号楼。", {"poi": "望江里小区", "number": "7号楼"}),
    ],
)
def test_what_is_said_of_a_place_goes_into_its_parts(said, found):
    assert parts(said) == found


@pytest.mark.parametrize(
    "said",
    [
        "有两栋楼在施工。",
        "就是最后一栋楼。",
        "从家里过来二十公里。",
        "在家里。",
        "水电费的问题。",
        "我也说不清楚。",
    ],
)
def test_what_names_no_place_gives_none(said):
    assert not {"number", "road"} & set(parts(said))


def test_the_building_stands_behind_its_estate_and_the_shop_behind_its_number():
    def text(said: str) -> str:
        return FILLER.fill(talk(f"A: 在哪里？\nC: {said}\nA: 好的。")).form()["incident_address"]["text"]

    assert text("望江路，桂花苑小区三栋二单元五零一。") == "望江路桂花苑小区3栋2单元501"
    assert text("望江路十八号，阳光幼儿园。") == "望江路18号阳光幼儿园"


def whole(text: str) -> dict:
    return FILLER.fill(talk(text)).form()["incident_address"]


def test_the_shop_itself_is_the_place_not_what_it_stands_opposite_of():
    said = "A: 哪家店？\nC: 蜜月蛋糕，望江路那家，就在大润发对面。\nA: 望江路蜜月蛋糕店，大润发对面，对吗？\nC: 对。"
    assert whole(said)["poi"] == "蜜月蛋糕店"


def test_without_a_road_both_tell_where_it_is():
    said = "A: 在哪里？\nC: 火车东站对面。\nA: 火车东站对面，是吧？\nC: 对，火车东站对面。\nA: 嗯。\nA: 哪一家？\nC: 好声音KTV。\nA: 好的。"
    assert whole(said)["poi"] == "火车东站对面好声音KTV"


def test_a_name_that_goes_on_in_another_turn_is_one_name():
    said = "A: 哪家店？\nC: 阳光城，一楼，那个KK馆。\nA: 阳光城一楼KK馆，是进口品集合店，对吧？\nC: 对，KK馆进口品集合店。"
    assert whole(said)["poi"] == "阳光城一楼KK馆进口品集合店"


def test_a_district_that_the_agent_says_back_beside_a_given_name_counts():
    said = "A: 哪里？\nC: 钟灵街三十八号。\nA: 玄武区钟灵街三十八号，什么时候开始的？\nC: 昨天。"
    assert whole(said)["district"] == "玄武区"


def test_a_district_that_the_agent_only_offers_does_not():
    said = "A: 哪里？\nC: 钟灵街三十八号。\nA: 钟灵街是玄武区的，还是秦淮区的？\nC: 我不晓得。"
    assert whole(said)["district"] is None


def test_what_the_agent_finds_in_the_earlier_order_counts_unless_denied():
    found = "C: 我反映过，单号二零二五零一零八一一三五二零。\nA: 查到了，皇姑区黄河南大街三台子小区十二号楼，是您家吧？\nC: {}"
    assert whole("A: 请讲。\n" + found.format("是我家，十二号楼。"))["poi"] == "三台子小区"
    denied = whole("A: 请讲。\n" + found.format("不是，你查错了。"))
    assert denied is None or denied["poi"] is None


@pytest.mark.parametrize("name", ["五和大道", "人和镇", "二七区", "环山公路"])
def test_a_name_may_hold_a_small_word_or_a_number(name):
    assert name in whole(f"A: 在哪里？\nC: {name}，阳光小学门口。\nA: 好的。")["text"]


def test_no_part_of_a_place_holds_what_was_not_said():
    value = whole("A: 在哪里？\nC: 望江路清水路路口，那个桂花苑。\nA: 好的。")
    said = "望江路清水路路口那个桂花苑"
    assert all(value[kind] in said for kind in PARTS if value[kind])
