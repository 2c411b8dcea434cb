"""The built pages: one for every path, never cached, and guarded by a policy."""

import pytest
from django.test import Client

from zhixi import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(settings, tmp_path):
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "index.html").write_text("<!doctype html><title>智席</title>")
    settings.WEB_ROOT = tmp_path


@pytest.mark.parametrize("path", ["/", "/orders", "/orders/20261121-000001", "/seat?x=1"])
def test_every_page_is_the_one_page(built, path):
    page = Client().get(path)
    assert (page.status_code, "智席" in page.content.decode()) == (200, True)
    assert page["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "csrftoken" in page.cookies


@pytest.mark.parametrize("path", ["/api/nothing", "/static/nothing.js"])
def test_what_is_no_page_is_not_found(built, path):
    assert Client().get(path).status_code == 404


def test_a_page_takes_no_post(built):
    assert Client().post("/").status_code == 405


def test_where_nothing_is_built_the_page_says_how_to(settings, tmp_path):
    settings.WEB_ROOT = tmp_path
    page = Client().get("/")
    assert page.status_code == 503
    assert pages.BUILD in page.content.decode()
