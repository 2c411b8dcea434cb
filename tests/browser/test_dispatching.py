"""Dispatch models and automatic dispatch, as those see them who answer for them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import choose

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(desk, site):
    """opened("supervisor1", "auto") → that tab of the page before that person."""

    def open_page(username: str, tab: str):
        page = desk(username)
        expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
        page.goto(f"{site.address}/dispatching?tab={tab}")
        return page

    return open_page


def test_a_supervisor_sets_when_to_learn(opened):
    page = opened("supervisor1", "models")
    expect(page.get_by_text("还没有学出模型")).to_be_visible()
    plan = page.get_by_role("region", name="学习计划")
    plan.get_by_role("button", name="修改").click()
    choose(page, "频率", "每周")
    choose(page, "星期", "周六")
    plan.get_by_role("button", name="保存").click()
    expect(plan.get_by_text("每周六 2 点开始")).to_be_visible()
    plan.get_by_role("button", name="修改").click()
    choose(page, "频率", "不自动学习")
    plan.get_by_role("button", name="保存").click()
    expect(plan.get_by_text("不自动学习", exact=True).first).to_be_visible()


def test_a_row_is_tried_and_not_switched_on_before_it_is_proven(opened):
    page = opened("supervisor1", "auto")
    page.get_by_role("button", name="增加规则").click()
    drawer = page.get_by_role("dialog", name="增加自动派单规则")
    choose(page, "诉求类型", "建议")
    drawer.get_by_role("button", name="保存").click()
    row = page.get_by_role("row").filter(has_text="全部事项")
    row.get_by_role("button", name="试运行").click()
    page.get_by_role("dialog").get_by_role("button", name="试运行").click()
    expect(row.get_by_text("会派 0 件")).to_be_visible()
    row.get_by_role("button", name="启用", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="启用").click()
    expect(page.get_by_text(re.compile("还不能保证95%，不能启用"))).to_be_visible()
    row.get_by_role("button", name="停用").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(row.get_by_role("button", name="试运行")).to_be_visible()


def test_a_dispatcher_reads_and_changes_nothing(opened):
    page = opened("dispatcher1", "models")
    expect(page.get_by_text("没有模型，按权责清单、属地和相似工单推荐")).to_be_visible()
    expect(page.get_by_role("button", name="立即学习")).to_have_count(0)
    page.get_by_role("tab", name="自动派单").click()
    expect(page.get_by_role("button", name="增加规则")).to_have_count(0)
    page.get_by_role("tab", name="抽查").click()
    expect(page.get_by_text("没有待判断的")).to_be_visible()
