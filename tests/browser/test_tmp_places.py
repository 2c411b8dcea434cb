import pytest
from playwright.sync_api import expect

from tests.browser.hands import field, take_call

pytestmark = pytest.mark.browser


def test_shots(desk, site):
    for n, (name, phone) in enumerate((("near", "139****0999"), ("doubt", "139****0998"))):
        agent = desk(f"agent{n + 1}")
        take_call(agent, site, f"/tmp/{name}.yaml", phone)
        expect(field(agent, "title")).to_contain_text("荐", timeout=20000)
        agent.wait_for_timeout(2500)
        agent.screenshot(path=f"/tmp/shots/{name}.png")
