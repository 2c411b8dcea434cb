"""What people do at a page, for the tests that drive it: take a call, open an order, press a verb, fill its dialog.

Nothing here waits for a time: each step waits for what a person would see before going on.
"""

import re

from playwright.sync_api import Locator, Page, expect


def take_call(page: Page, site, script: str, number: str) -> None:
    """Let a call ring, take it as the agent of this page, and wait until it has ended."""
    caller = site.rings(script)
    waiting = page.get_by_role("listitem").filter(has_text=number)
    take = waiting.get_by_role("button", name="接听")
    expect(take).to_be_visible(timeout=40_000)
    unfinished = page.get_by_role("button", name="不建工单")
    if unfinished.is_visible():  # this agent's call in another test, which a page brings back
        unfinished.click()
    take.click()
    expect(page.get_by_label("通话文字").locator("li p").first).to_be_visible()
    assert caller.wait(timeout=60) == 0
    expect(page.get_by_text("已结束")).to_be_visible()


def settled(page: Page) -> None:
    """Wait until what fades in or slides stands where it will stay."""
    page.evaluate(
        "Promise.allSettled(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < Infinity)"
        ".map(a => a.finished))"
    )


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a list, and see that it is picked: a list that still moves is missed by a click."""
    box = page.get_by_role("combobox", name=label)
    expect(box).to_be_visible()
    settled(page)
    box.click(force=True)  # its own words lie over it
    found = page.get_by_role("option", name=option, exact=True)
    expect(found).to_be_visible()
    settled(page)
    found.click()
    expect(page.locator(".el-select").filter(has=box)).to_contain_text(option)


def field(page: Page, name: str) -> Locator:
    """A field of the seat's form."""
    return page.locator(f'[data-field="{name}"]')


def save(page: Page) -> str:
    """Accept the order at the seat, confirming what it warns of (another test's order of the same caller); its address."""
    page.locator('[data-test="accept"]').click()
    saved, anyway = page.locator('[data-test="saved-order"]'), page.locator('[data-test="save-anyway"]')
    expect(saved.or_(anyway)).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(page.get_by_text(re.compile(r"工单 \d{8}-\d{6,} 已受理"))).to_be_visible()
    return page.locator('[data-test="saved-order"]').get_attribute("href")


def at(page: Page, site, order: str) -> Page:
    """The order's page, as it is now, ready to be worked on. A page that was just opened has signed in first."""
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    page.goto(site.address + order)
    expect(page.locator("header h1.wrap")).to_be_visible()
    return page


def head(page: Page) -> Locator:
    """Number, title, state and clocks of the order on the page."""
    return page.locator("section.head header")


def dialog_of(page: Page, verb: str) -> Locator:
    page.locator(f'[data-test="verb-{verb}"]').click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def do(page: Page, verb: str, **values: str) -> None:
    """Press a verb's button, fill its dialog's text fields, and send it."""
    dialog = dialog_of(page, verb)
    for name, text in values.items():
        dialog.locator(f"#v-{name}").fill(text)
    send(page, dialog)


def send(page: Page, dialog: Locator) -> None:
    dialog.locator('[data-test="verb-go"]').click()
    expect(dialog).to_be_hidden()


def pick(page: Page, dialog: Locator, name: str, label: str) -> None:
    """One of a choice's values."""
    dialog.locator(".el-select__wrapper").filter(has=page.locator(f"#v-{name}")).click()
    page.get_by_role("option", name=label, exact=True).click()


def pick_unit(page: Page, dialog: Locator, label: str, unit: str) -> None:
    """A unit of the tree, found by typing its name."""
    box = page.get_by_role("combobox", name=label, exact=True)
    dialog.locator(".el-select__wrapper").filter(has=box).click()
    dialog.get_by_role("combobox", name=label, exact=True).fill(unit)
    page.get_by_role("treeitem", name=unit).locator("visible=true").last.click()
    expect(dialog).to_contain_text(unit)


def call_back(page: Page, solved: str, satisfaction: str, note: str, reason: str = "") -> None:
    """Begin and write down a callback at which the citizen was reached."""
    do(page, "start_callback")
    dialog = dialog_of(page, "record_callback")
    dialog.locator(".el-form-item", has_text="已联系上市民").locator(".el-switch").click()
    dialog.get_by_label("诉求已解决").get_by_text(solved, exact=True).click()
    pick(page, dialog, "satisfaction", satisfaction)
    if reason:
        pick(page, dialog, "reason", reason)
    dialog.locator("#v-note").fill(note)
    send(page, dialog)


def accepted(page: Page, site, **fields) -> str:
    """A request that was written down by the person of this page, accepted; its address. No page is driven here."""
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    wanted = {
        "accept": True,
        "channel": "web",
        "request_type": "help",
        "urgency": "normal",
        "category": "02.01.01.02",
        "title": "船厂新村停水",
        "description": "市民反映船厂新村从早上起停水，请尽快抢修。",
        "caller_name": "冉某某",
        "caller_phone": "13900000000",
        "address": {"district": "青榆区", "street": "渡口街道", "detail": "船厂新村"},
    }
    return f"/orders/{posted(page, site, '/api/orders', wanted | fields)['number']}"


def posted(page: Page, site, path: str, body: dict) -> dict:
    [token] = [c["value"] for c in page.context.cookies() if c["name"] == "csrftoken"]
    answer = page.request.post(site.address + path, data=body, headers={"X-CSRFToken": token})
    assert answer.ok, answer.text()
    return answer.json()


def by_hand(page: Page, site, order: str, verb: str, **body) -> dict:
    """A verb without its dialog, where the test is about what comes after it."""
    expect(page.get_by_role("navigation", name="主菜单")).to_be_visible()
    path = f"/api{order}"
    version = page.request.get(site.address + path).json()["version"]
    return posted(page, site, f"{path}/verbs/{verb}", {"version": version, **body})


def steps(page: Page) -> list[str]:
    """The order's events, as its page names them, the oldest first."""
    return page.locator(".el-timeline strong").all_inner_texts()
