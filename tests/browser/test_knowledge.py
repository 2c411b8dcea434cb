"""The dialogs of the knowledge pages: a gap given to a unit, written, released; articles confirmed; a gap closed."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import pick_unit, posted

pytestmark = pytest.mark.browser
UNIT = "云汐市城市管理和综合执法局"
FORM = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"
LATER = (dt.date.today() + dt.timedelta(days=20)).isoformat()


def standing(page):
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    return page


def row_of(page, text: str):
    row = page.get_by_role("row").filter(has_text=text)
    expect(row.first).to_be_visible()
    return row.first


def dated(page, dialog) -> None:
    day = dialog.get_by_role("combobox", name="截止日")
    day.fill(LATER)
    day.press("Enter")


def asked(desk, site, question: str) -> None:
    posted(standing(desk("agent3")), site, "/api/gaps", {"question": question})


def test_a_gap_is_given_to_its_unit_written_there_and_released(desk, site):
    question = "夜间灯光秀占用人行道要向谁申请，需要提前几天，申请材料可以在网上提交吗"
    asked(desk, site, question)
    supervisor = standing(desk("supervisor1"))
    supervisor.goto(f"{site.address}/knowledge/gaps")
    row_of(supervisor, question).get_by_role("button", name="交办单位").click()
    dialog = supervisor.get_by_role("dialog", name="交办单位", exact=True)
    expect(dialog.get_by_role("button", name="交办", exact=True)).to_be_disabled()
    pick_unit(supervisor, dialog, "责任单位", UNIT)
    dated(supervisor, dialog)
    dialog.get_by_label("要求").fill("请写明材料和时限")
    dialog.get_by_role("button", name="交办", exact=True).click()
    expect(supervisor.get_by_text(f"已交办{UNIT}")).to_be_visible()
    expect(supervisor.get_by_text(question)).to_have_count(0)

    clerk = standing(desk("clerk.chengguan"))
    clerk.goto(f"{site.address}/knowledge/commissions")
    expect(row_of(clerk, question)).to_contain_text("请写明材料和时限")
    row_of(clerk, question).get_by_role("button", name="供稿").click()
    dialog = clerk.get_by_role("dialog", name="供稿", exact=True)
    expect(dialog.get_by_role("button", name="送审")).to_be_disabled()
    dialog.get_by_label("标题").fill("占用人行道办灯光秀")
    dialog.get_by_label("答案").fill("提前十个工作日向市城市管理局申请，材料可在“云汐办”提交。")
    dialog.get_by_label("所需材料").fill("- 灯光秀方案\n- 占道申请表")
    file = {"name": "占道申请表.pdf", "mimeType": "application/pdf", "buffer": FORM}
    dialog.locator("[data-test=article-files]").set_input_files([file])
    expect(dialog.get_by_role("list", name="附件")).to_contain_text("3 KB")
    dialog.get_by_role("button", name="送审").click()
    expect(clerk.get_by_text("已送审")).to_be_visible()
    clerk.get_by_text("已办结").click()
    expect(row_of(clerk, question)).to_contain_text("待审核")

    reviewer = standing(desk("reviewer1"))
    reviewer.goto(f"{site.address}/knowledge/commissions?state=answered")
    row_of(reviewer, question).get_by_role("link", name="看条目").click()
    expect(reviewer.get_by_role("heading", name="所需材料")).to_be_visible()
    expect(
        reviewer.get_by_role("list", name="附件").get_by_role("link", name="占道申请表.pdf")
    ).to_be_visible()
    reviewer.get_by_role("button", name="发布", exact=True).click()
    dialog = reviewer.get_by_role("dialog", name="发布", exact=True)
    expect(dialog.get_by_label("定时")).to_be_visible()
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(dialog).to_be_hidden()
    reviewer.goto(f"{site.address}/knowledge/gaps?state=answered")
    expect(row_of(reviewer, question)).to_contain_text("已发布")


def test_a_text_is_sent_back_only_with_a_reason(desk, site):
    editor = standing(desk("editor1"))
    text = {
        "key": "zhaoming-guangkong",
        "title": "景观照明开关时间",
        "body": "夏季十九点半开，冬季十八点开。",
    }
    made = posted(editor, site, "/api/articles", text)
    posted(editor, site, f"/api/articles/{made['key']}/verbs/submit", {"revision": made["revision"]})
    reviewer = standing(desk("reviewer1"))
    reviewer.goto(f"{site.address}/articles/{made['key']}")
    reviewer.get_by_role("button", name="退回修改").click()
    dialog = reviewer.get_by_role("dialog", name="退回修改", exact=True)
    dialog.get_by_role("button", name="退回修改").click()
    expect(dialog.get_by_text(re.compile("须说明理由"))).to_be_visible()
    dialog.get_by_label("说明").fill("请写明各区的差别")
    dialog.get_by_role("button", name="退回修改").click()
    expect(dialog).to_be_hidden()
    expect(reviewer.get_by_text("草稿").first).to_be_visible()


def test_a_gap_is_closed_with_a_reason_alone(desk, site):
    question = "隔壁邻居家的风水好不好"
    asked(desk, site, question)
    editor = standing(desk("editor1"))
    editor.goto(f"{site.address}/knowledge/gaps")
    row_of(editor, question).get_by_role("button", name="关闭").click()
    dialog = editor.get_by_role("dialog", name="关闭缺口", exact=True)
    dialog.get_by_role("button", name="关闭缺口").click()
    expect(dialog.get_by_text("请写明理由")).to_be_visible()
    dialog.get_by_role("textbox").fill("不属于热线答复范围")
    dialog.get_by_role("button", name="关闭缺口").click()
    expect(editor.get_by_text(question)).to_have_count(0)
    editor.get_by_text("已关闭", exact=True).click()
    expect(row_of(editor, question)).to_contain_text("不属于热线答复范围")
    # A page behind the last one, as after what stood on it was dealt with, leads to the last one.
    editor.goto(f"{site.address}/knowledge/gaps?state=closed&page=9")
    expect(row_of(editor, question)).to_contain_text("不属于热线答复范围")


def test_a_unit_is_asked_to_confirm_and_says_what_must_change(desk, site):
    editor = standing(desk("editor1"))
    editor.goto(f"{site.address}/knowledge/confirmations")
    editor.get_by_role("button", name="要求单位确认").click()
    dialog = editor.get_by_role("dialog", name="要求单位确认", exact=True)
    pick_unit(editor, dialog, "责任单位", UNIT)
    dated(editor, dialog)
    dialog.get_by_role("button", name="发出").click()
    expect(editor.get_by_text(re.compile(r"已要求确认 \d+ 条"))).to_be_visible()

    clerk = standing(desk("clerk.chengguan"))
    clerk.goto(f"{site.address}/knowledge/confirmations")
    first = clerk.get_by_role("row").filter(has=clerk.get_by_role("button", name="须更新")).first
    title = first.get_by_role("link").inner_text()
    first.get_by_role("button", name="须更新").click()
    dialog = clerk.get_by_role("dialog", name="须更新", exact=True)
    dialog.get_by_role("textbox").fill("窗口已搬到二楼")
    dialog.get_by_role("button", name="须更新").click()
    expect(dialog).to_be_hidden()
    clerk.get_by_text("已答复").click()
    expect(row_of(clerk, title)).to_contain_text("窗口已搬到二楼")


def test_an_article_is_written_with_its_parts_and_a_form_to_fill_in(desk):
    page = standing(desk("editor1"))
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="知识库").click()
    page.get_by_role("button", name="新建条目").click()
    page.get_by_label("编号").fill("tanwei-shenqing")
    page.get_by_label("标题").fill("夜市摊位怎么申请")
    page.get_by_label("答案").fill("有固定夜市的街道可以申请，五个工作日答复。")
    page.get_by_label("所需材料").fill("- 身份证\n- 健康证明")
    page.get_by_label("办理地点").fill("街道综合服务窗口")
    sent = [("摊位申请表.pdf", FORM), ("程序.exe", b"MZ" + bytes(100))]
    files = [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in sent]
    page.locator("[data-test=article-files]").set_input_files(files)
    expect(page.get_by_role("alert").filter(has_text="不能添加这种文件")).to_be_visible()
    page.get_by_role("button", name="去掉 程序.exe").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="所需材料")).to_be_visible()
    expect(page.get_by_text("街道综合服务窗口")).to_be_visible()
    link = page.get_by_role("list", name="附件").get_by_role("link", name="摊位申请表.pdf")
    with page.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == "摊位申请表.pdf"
    page.get_by_role("button", name="编辑").click()
    expect(page.get_by_label("所需材料")).to_have_value("- 身份证\n- 健康证明")
    expect(page.get_by_role("list", name="附件").get_by_text("摊位申请表.pdf")).to_be_visible()
