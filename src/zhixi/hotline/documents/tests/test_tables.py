"""One article a row, columns mapped by their names or by hand."""

import io

import pytest
from openpyxl import Workbook

from zhixi.errors import BadInput
from zhixi.hotline.articles.models import Article
from zhixi.hotline.documents.models import Source
from zhixi.hotline.documents.opening import opened
from zhixi.hotline.units.models import Category, Unit

pytestmark = pytest.mark.django_db
TABLE = "问题,答复口径,责任部门,有效期至,关键词\n居住证要钱吗,不收费。,公安局,2027-12-31,证件|收费\n怎么补卡,到社区补。,,,\n"


@pytest.fixture(autouse=True)
def city(db):
    Unit.objects.create(code="gongan", name="云汐市公安局", short_name="公安局")
    Category.objects.create(code="01", name="户籍", path="户籍")


def xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def test_known_column_names_find_their_fields(desk):
    desk.imports(TABLE.encode("gb18030"), name="口径.csv")
    article = Article.objects.get(title="居住证要钱吗")
    assert article.body == "不收费。" and article.unit.code == "gongan" and article.tags == ["证件", "收费"]
    assert str(article.valid_to) == "2027-12-31"


def test_columns_are_mapped_by_hand(desk):
    content = xlsx(("Q", "A"), ("怎么补卡", "到社区补。"))
    with pytest.raises(BadInput, match="没有指定哪一列是标题"):
        desk.imports(content, name="a.xlsx")
    desk.imports(content, name="a.xlsx", columns={"title": "Q", "body": "A"})
    assert Article.objects.get().title == "怎么补卡"
    with pytest.raises(BadInput, match="没有“X”这一列"):
        desk.imports(content, name="a.xlsx", columns={"title": "X"})


def test_a_table_again_changes_its_rows_and_makes_no_second(desk):
    desk.imports(TABLE, name="口径.csv")
    later = (
        TABLE.replace("不收费。", "首次不收费。").replace("怎么补卡,", "怎么补办市民卡,")
        + "新问题,新答复。,,,\n"
    )
    outcome = desk.imports(later, name="口径.csv")
    assert len(outcome.added) == 1 and len(outcome.changed) == 2 and outcome.review == []
    assert Article.objects.count() == 3 and Source.objects.count() == 1
    assert set(Article.objects.values_list("title", flat=True)) == {
        "居住证要钱吗",
        "怎么补办市民卡",
        "新问题",
    }


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("公安局", "外星局", "第2行：责任单位“外星局”无效，没有这个责任单位"),
        ("2027-12-31", "明年", "第2行：失效“明年”无效，日期请写成 2026-01-31"),
        ("不收费。", "", "第2行：答案是空的"),
        ("怎么补卡", "居住证要钱吗", "第3行：与前面的行同为“居住证要钱吗”"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(desk, before, after, told):
    with pytest.raises(BadInput, match=told):
        desk.imports(TABLE.replace(before, after), name="口径.csv")
    assert not Article.objects.exists()


def test_what_of_a_workbook_is_not_taken_is_told(desk):
    book = Workbook()
    for row in (("标题", "答案"), ("费用", "=1+1"), ("时限", "三天")):
        book.active.append(row)
    book.create_sheet("旧表").append(("标题", "答案"))
    whole = io.BytesIO()
    book.save(whole)
    document, _ = opened(desk.file(whole.getvalue(), "a.xlsx"))
    assert "2 张工作表" in document.notes[0] and "1 个公式单元格" in document.notes[1]


def test_formulas_are_never_worked_out(desk):
    content = xlsx(("标题", "答案"), ("费用", "=1+1"), ("时限", "三天"))
    with pytest.raises(BadInput, match="第2行：答案是空的"):
        desk.imports(content, name="a.xlsx")
    desk.imports(content, name="a.xlsx", skip=frozenset({"费用"}))
    assert Article.objects.get().title == "时限"


def test_a_row_has_parts_and_what_it_has_no_cell_for_is_left_to_the_editor(desk):
    table = "问题,答复口径,申请材料,办理地点\n怎么补卡,到社区补。,身份证,社区\n"
    desk.imports(table, name="口径.csv")
    article = Article.objects.get()
    assert (article.materials, article.venue, article.fees) == ("身份证", "社区", "")
    Article.objects.update(fees="不收费")
    assert len(desk.imports(table.replace("身份证", "身份证、照片"), name="口径.csv").changed) == 1
    article.refresh_from_db()
    assert (article.materials, article.fees) == ("身份证、照片", "不收费")
    Article.objects.update(venue="街道")
    assert len(desk.imports(table, name="口径.csv").kept) == 1
