"""The agent and the fields that fill themselves: taken, refused, written by hand, in two windows and after a reload."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import field, save, take_call

pytestmark = pytest.mark.browser
TALK = "通话文字"


def test_fields_are_taken_and_refused_by_keyboard_and_each_shows_whose_it_is(desk, site):
    agent = desk("agent4")
    take_call(agent, site, "call-02", "139****")
    offered = agent.locator(".field.suggested")
    expect(field(agent, "title")).to_contain_text("荐")
    before = offered.count()
    assert before > 5

    # F6 goes from suggestion to suggestion, and the words behind each are lit.
    agent.keyboard.press("F6")
    expect(agent.locator(".field:focus-within")).to_have_attribute("data-field", "request_type")
    expect(agent.get_by_label(TALK).locator("mark").first).to_be_visible()
    agent.keyboard.press("Alt+Enter")
    expect(field(agent, "request_type")).to_contain_text("已采纳")
    expect(agent.locator(".field:focus-within")).not_to_have_attribute("data-field", "request_type")

    field(agent, "title").locator("input").focus()
    agent.keyboard.press("Alt+Backspace")
    expect(field(agent, "title").locator("input")).to_have_value("")
    expect(field(agent, "title")).to_contain_text("已拒绝")
    # What was refused stands behind one press, and nowhere else.
    field(agent, "title").get_by_label("改用通话中的标题").click()
    expect(field(agent, "title").locator("input")).not_to_have_value("")

    agent.keyboard.press("F7")
    expect(offered).to_have_count(0)
    save(agent)


def test_what_is_written_by_hand_survives_a_reload_and_reaches_the_other_window(desk, site):
    agent = desk("agent3")
    take_call(agent, site, "call-03", "139****0356")
    other = agent.context.new_page()
    other.goto(site.address + "/seat")
    title = "关于灯笼街摊贩占道影响上学的问题"
    expect(field(other, "title")).to_contain_text("荐")

    with agent.expect_response("**/fields/edit"):
        field(agent, "title").locator("input").fill(title)
    expect(field(agent, "title")).to_contain_text("手填")
    expect(field(other, "title").locator("input")).to_have_value(title)
    expect(field(other, "title")).to_contain_text("手填")

    field(other, "caller_name").get_by_label("不采纳姓名").click()
    expect(field(agent, "caller_name").locator("input")).to_have_value("")

    agent.reload()
    expect(field(agent, "title").locator("input")).to_have_value(title)
    expect(field(agent, "caller_name")).to_contain_text("已拒绝")
    save(agent)
    # The other window is told, and does not make a second order of it.
    expect(other.get_by_text("已保存")).to_be_visible()
    other.close()
