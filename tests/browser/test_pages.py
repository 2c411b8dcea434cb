"""What the pages do when something is not allowed, not there, or was changed by somebody else."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled
from tests.office import ROOT

pytestmark = pytest.mark.browser
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def first_order(page) -> str:
    link = page.locator(".orders a.number").first
    expect(link).to_be_visible()
    return link.get_attribute("href")


def test_a_wrong_password_is_told_and_nobody_gets_in(desk):
    page = desk("agent4", "not-the-password")
    expect(page.get_by_text("用户名或密码不正确")).to_be_visible()
    expect(page.get_by_role("button", name="登录")).to_be_visible()


def test_who_is_not_signed_in_comes_to_the_page_asked_for_after_signing_in(desk, site):
    page = desk("dispatcher1")
    expect(page.get_by_role("heading", name="审核派单")).to_be_visible()
    page.wait_for_load_state(
        "networkidle"
    )  # what the frame asks for by itself must not end the session first
    page.context.clear_cookies()
    page.goto(f"{site.address}/articles?q=居住证")
    expect(page).to_have_url(re.compile("/login"))
    page.get_by_label("用户名").fill("dispatcher1")
    page.get_by_label("密码").fill("browser-test-12345")
    page.get_by_label("密码").press("Enter")
    expect(page.get_by_role("heading", name="知识库")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("居住证")).first).to_be_visible()


def test_a_session_that_ended_leads_to_the_sign_in_page(desk):
    page = desk("dispatcher1")
    expect(page.get_by_role("heading", name="审核派单")).to_be_visible()
    page.reload(wait_until="networkidle")  # at rest: else a late answer signs out before anybody clicks
    page.context.clear_cookies()
    page.get_by_role("button", name="刷新").click()
    expect(page).to_have_url(re.compile("/login"))


def test_a_unit_does_not_open_another_units_order(desk, site):
    centre = desk("supervisor1")
    expect(centre.get_by_role("heading", name="督办")).to_be_visible()
    rows = centre.request.get(f"{site.address}/api/orders?box=in_hand").json()["items"]
    number = next(row["number"] for row in rows if row["unit"]["code"] != "chengguan")
    clerk = desk("clerk.chengguan")
    expect(clerk.get_by_role("heading", name="承办工单")).to_be_visible()
    clerk.goto(f"{site.address}/orders/{number}")
    expect(clerk.get_by_text(re.compile(f"没有工单 {number}"))).to_be_visible()


def test_two_at_once_the_second_is_told_and_may_load_it_again(desk, site):
    one, two = desk("dispatcher1"), desk("dispatcher2")
    order = first_order(one)
    expect(two.get_by_role("heading", name="审核派单")).to_be_visible()
    for page in (one, two):
        page.goto(site.address + order)
        page.locator('[data-test="verb-mark_important"]').click()
        page.get_by_role("dialog").locator("#v-note").fill("市长热线转来")
    one.get_by_role("dialog").locator('[data-test="verb-go"]').click()
    expect(one.get_by_role("dialog")).to_be_hidden()
    two.get_by_role("dialog").locator('[data-test="verb-go"]').click()
    expect(two.get_by_role("dialog").get_by_text("已被他人修改")).to_be_visible()
    two.get_by_role("dialog").get_by_role("button", name="取消").click()
    two.get_by_role("link", name="重新载入").click()
    expect(two.get_by_text("重要", exact=True).first).to_be_visible()


def test_a_phone_is_shown_for_a_purpose_and_the_look_is_written_down(desk, site):
    page = desk("dispatcher1")
    page.goto(site.address + first_order(page))
    phone = page.locator("dt", has_text="联系电话").locator("..")
    expect(phone).to_contain_text("****")
    phone.get_by_role("button", name="查看").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("联系市民核实地址")
    page.get_by_role("dialog").get_by_role("button", name="查看").click()
    expect(phone).not_to_contain_text("****")

    admin = desk("admin1")
    expect(admin.get_by_role("heading", name="工单")).to_be_visible()
    admin.goto(f"{site.address}/audit")
    admin.get_by_role("tab", name="个人信息查看").click()
    looks = admin.get_by_role("tabpanel", name="个人信息查看")
    expect(looks.get_by_text("联系市民核实地址").first).to_be_visible()


@pytest.mark.parametrize("username", ["teamlead1", "clerk.chengguan", "admin1"])
def test_every_page_of_every_menu_opens_and_may_be_read_by_everybody(desk, username):
    page = desk(username)
    links = page.get_by_role("navigation", name="主菜单").get_by_role("link")
    expect(links.first).to_be_visible()
    for link in links.all():
        link.click()
        expect(page.get_by_role("heading", level=1, name=link.inner_text())).to_be_attached()
        expect(page.get_by_label("正在载入")).to_have_count(0)
        expect(page.locator(".el-alert--error")).to_have_count(0)
        assert barriers(page) == []


def test_a_request_of_many_words_breaks_no_page(desk, site):
    page = desk("webagent1")
    expect(page.get_by_role("heading", name="回访")).to_be_visible()
    page.goto(f"{site.address}/orders/new")
    page.get_by_label("标题", exact=True).fill("长" * 200)
    page.get_by_label("诉求内容").fill("<b>没有空格的一长串</b>" + "x" * 4900)
    page.get_by_role("button", name="存为草稿").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("长" * 200)
    expect(page.get_by_role("definition").filter(has_text="<b>没有空格的一长串</b>")).to_be_visible()
    width = page.evaluate(
        "document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth"
    )
    assert width == 0


def barriers(page) -> list[str]:
    """What keeps people from reading the page (WCAG 2 A and AA), as axe finds it; nothing where axe is absent."""
    if not AXE.is_file():
        return []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    settled(page)  # what fades in is pale for a moment, and nothing that people have to read
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})")
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found["violations"]]
