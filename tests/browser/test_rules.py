"""The rules of the office, the archive and the ways out, as those see them who answer for them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose
from zhixi.hotline.notifications.tests.servers import mail_server

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(desk, site):
    """opened("admin1", "/rules") → that page before that person."""

    def open_page(username: str, path: str):
        page = desk(username)
        expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
        page.goto(site.address + path)
        return page

    return open_page


def test_a_supervisor_adds_a_rule_and_the_clock_pushes_by_it(opened, site):
    page = opened("supervisor1", "/rules")
    page.get_by_role("button", name="增加督办规则").click()
    drawer = page.get_by_role("dialog", name="增加督办规则")
    choose(page, "时长单位", "%")
    expect(drawer.get_by_text("按百分比只能在期限之前")).to_be_visible()
    expect(drawer.get_by_role("button", name="保存")).to_be_disabled()
    choose(page, "时长单位", "小时")
    choose(page, "升到", "催办")
    drawer.get_by_label("时长", exact=True).fill("2")
    drawer.get_by_label("时长", exact=True).press("Tab")
    told = drawer.get_by_label("保存后会怎样")
    expect(told.get_by_text("超过办理期限2小时：催办")).to_be_visible()
    told.get_by_text(re.compile("立即督促这")).click()
    drawer.get_by_role("button", name="保存").click()
    row = page.get_by_role("row").filter(has_text="超过办理期限2小时")
    expect(row).to_be_visible()
    done = site.office.run("tick")
    assert done.returncode == 0, done.stderr
    asked = "from zhixi.hotline.supervision.models import Rise;"
    asked += "print(Rise.objects.filter(rule__amount=2, rule__span='hours', rule__rung='remind').first().order.number)"
    number = site.office.python(asked)
    page.goto(f"{site.address}/orders/{number}")
    expect(page.get_by_text(re.compile("已过，按规定催办")).first).to_be_visible()
    page.goto(f"{site.address}/rules")
    row.get_by_role("button", name="停用").click()
    page.get_by_role("dialog", name="停用").get_by_role("button", name="停用").click()
    expect(row).to_be_hidden()


def test_a_rule_for_callbacks_says_what_it_would_have_come_to(opened):
    page = opened("supervisor1", "/rules?tab=callback")
    page.get_by_role("button", name="增加回访规则").click()
    drawer = page.get_by_role("dialog", name="增加回访规则")
    expect(drawer.get_by_text(re.compile("最近 30 天办结 .*保存后回访"))).to_be_visible()
    choose(page, "诉求类型", "咨询")
    drawer.get_by_role("button", name="保存").click()
    row = page.get_by_role("row").filter(has_text="抽样20%")
    expect(row.get_by_text("这一条不起作用")).to_be_visible()


def test_a_leader_reads_the_rules_and_changes_none(opened):
    page = opened("leader1", "/rules")
    expect(page.get_by_role("row").filter(has_text="超过办理期限3个工作日")).to_be_visible()
    expect(page.get_by_role("button", name="增加督办规则")).to_have_count(0)
    expect(page.get_by_role("button", name="修改")).to_have_count(0)


def test_a_frozen_order_is_on_the_archives_page_until_it_is_set_free(opened, site):
    page = opened("supervisor1", "/supervision")
    rows = page.request.get(f"{site.address}/api/orders?box=in_hand").json()["items"]
    number = rows[0]["number"]
    page.goto(f"{site.address}/orders/{number}")
    page.locator('[data-test="verb-hold"]').click()
    page.get_by_role("dialog").get_by_role("textbox").first.fill("行政复议期间")
    page.get_by_role("dialog").locator('[data-test="verb-go"]').click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("link", name="归档", exact=True).click()
    row = page.get_by_role("row").filter(has_text=number)
    expect(row.get_by_text("行政复议期间")).to_be_visible()
    row.get_by_role("button", name="解除冻结").click()
    page.get_by_role("dialog", name="解除冻结").get_by_role("textbox").fill("复议已结束")
    page.get_by_role("dialog", name="解除冻结").get_by_role("button", name="解除冻结").click()
    expect(row).to_be_hidden()


def test_an_administrator_sets_how_long_orders_are_kept(opened, site):
    page = opened("admin1", "/archive?tab=retention")
    page.get_by_role("button", name="设定保管期限").click()
    dialog = page.get_by_role("dialog", name="设定保管期限")
    choose(page, "诉求类型", "表扬")
    dialog.get_by_label("保管年限").fill("30")
    dialog.get_by_label("依据").fill("档案管理办法第十二条")
    dialog.get_by_role("button", name="保存").click()
    row = page.get_by_role("row").filter(has_text="表扬")
    expect(row.get_by_text("30 年")).to_be_visible()
    watcher = opened("leader1", "/archive?tab=retention")
    expect(watcher.get_by_role("row").filter(has_text="表扬")).to_be_visible()
    expect(watcher.get_by_role("button", name="设定保管期限")).to_have_count(0)


def test_a_way_out_is_set_up_and_a_test_mail_arrives(opened, site):
    with mail_server() as (address, got):
        page = opened("admin1", "/rules?tab=routes")
        page.get_by_role("button", name="增加通道").click()
        drawer = page.get_by_role("dialog", name="增加通知通道")
        choose(page, "方式", "邮件")
        drawer.get_by_label("名称").fill("试用邮件")
        drawer.get_by_label("地址", exact=True).fill("https://mail.example.cn")
        drawer.get_by_label("账号", exact=True).fill("hotline@example.cn")
        drawer.get_by_role("button", name="保存").click()
        expect(drawer.get_by_text(re.compile("smtps://"))).to_be_visible()
        drawer.get_by_label("地址", exact=True).fill(address)
        drawer.get_by_role("button", name="保存").click()
        row = page.get_by_role("row").filter(has_text="试用邮件")
        row.get_by_role("button", name="测试发送").click()
        dialog = page.get_by_role("dialog", name="测试发送：试用邮件")
        dialog.get_by_label("收邮件的邮箱").fill("probe@example.cn")
        dialog.get_by_role("button", name="发送", exact=True).click()
        expect(dialog.get_by_text("对方已接收")).to_be_visible()
    assert len(got) == 1 and b"probe@example.cn" in got[0]
    page.goto(f"{site.address}/messages")
    row = page.get_by_role("row").filter(has_text="试用邮件")
    expect(row.get_by_text("已发送")).to_be_visible()
    expect(page.get_by_text("probe@example.cn")).to_have_count(0)


def test_a_leader_finds_the_important_cases_that_are_theirs(opened, site):
    page = opened("supervisor1", "/supervision")
    rows = page.request.get(f"{site.address}/api/orders?box=in_hand").json()["items"]
    number = rows[1]["number"]
    page.goto(f"{site.address}/orders/{number}")
    page.locator('[data-test="verb-mark_important"]').click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.click(force=True)
    page.get_by_role("option", name=re.compile("· 领导")).first.click()
    dialog.locator("#v-note").fill("市长热线转来")
    dialog.locator('[data-test="verb-go"]').click()
    expect(dialog).to_be_hidden()
    leader = opened("leader1", "/supervision?tab=important")
    leader.get_by_text(re.compile("只看我包案的")).click()
    expect(leader.get_by_role("link", name=number)).to_be_visible()
