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
