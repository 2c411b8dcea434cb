import pytest
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.fixture
def post_file():
    """post_file(browser, order, content, name) → the answer to an upload, as the desk sends it."""

    def send(browser, order, content: bytes, name: str = "现场.jpg", size: int | None = None):
        form = {"file": SimpleUploadedFile(name, content), "size": len(content) if size is None else size}
        headers = {"X-CSRFToken": browser.cookies["csrftoken"].value}
        return browser.post(f"/api/orders/{order.number}/uploads", form, headers=headers)

    return send


@pytest.fixture
def files(signed_in):
    """files("agent", order) → what that person gets of the order's files."""

    def get(who: str, order) -> dict:
        answer = signed_in(who).get(f"/api/orders/{order.number}/attachments")
        assert answer.status_code == 200, answer.content
        return answer.json()

    return get
