"""Signing in and out, the lock after five failures, and the guard against forged requests."""

import pytest
from django.test import Client

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.menus import MENUS
from zhixi.hotline.audit.models import Event
from zhixi.hotline.conftest import PASSWORD, Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(people):
    people["agent"].set_password(PASSWORD)
    people["agent"].save()
    return people["agent"]


@pytest.fixture
def browser():
    client = Browser(enforce_csrf_checks=True)
    client.get("/api/session")
    return client


def test_before_signing_in_there_is_nobody_and_a_token(browser):
    answer = browser.get("/api/session").json()
    assert answer == {
        "user": None,
        "demo": False,
        "city": {"name": "", "short_name": "", "area_code": ""},
        "menus": [],
    }
    assert browser.cookies["csrftoken"].value


def test_the_right_password_opens_the_roles_menus(browser, agent):
    answer = browser.send("/api/session", {"username": "agent", "password": PASSWORD})
    assert answer.status_code == 200
    body = answer.json()
    assert body["user"]["name"] == "agent甲"
    assert body["user"]["role_label"] == "话务员"
    assert body["city"]["name"] == "云州市"
    assert "seat" in body["menus"] and "audit" not in body["menus"]
    assert browser.get("/api/session").json()["user"]["id"] == agent.pk
    assert Event.objects.get(verb="sign_in").actor == agent


def test_signing_out_ends_the_session(browser, agent):
    browser.send("/api/session", {"username": "agent", "password": PASSWORD})
    assert browser.send("/api/session", method="delete").json()["user"] is None
    assert browser.get("/api/orders").status_code == 401
    assert Event.objects.filter(verb="sign_out").count() == 1


@pytest.mark.parametrize("username", ["agent", "nobody"])
def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(browser, agent, username):
    answer = browser.send("/api/session", {"username": username, "password": "wrong"})
    assert answer.status_code == 401
    assert answer.json()["error"]["message"] == "用户名或密码不正确"


def test_the_fifth_failure_locks_the_account_even_for_the_right_password(browser, agent):
    for _ in range(4):
        assert browser.send("/api/session", {"username": "agent", "password": "wrong"}).status_code == 401
    answers = [
        browser.send("/api/session", {"username": "agent", "password": word}) for word in ("wrong", PASSWORD)
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert "已锁定" in answer.json()["error"]["message"]
        assert "15分钟" in answer.json()["error"]["cure"]
    assert browser.get("/api/session").json()["user"] is None


def test_somebody_elses_failures_do_not_lock_me_out(browser, agent, people):
    for _ in range(5):
        browser.send("/api/session", {"username": "dispatcher", "password": "wrong"})
    assert browser.send("/api/session", {"username": "agent", "password": PASSWORD}).status_code == 200


def test_a_person_who_was_switched_off_cannot_sign_in(browser, agent):
    agent.is_active = False
    agent.save()
    answer = browser.send("/api/session", {"username": "agent", "password": PASSWORD})
    assert answer.status_code == 401


def test_a_sign_in_from_another_site_is_refused(agent):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/api/session", {"username": "agent", "password": PASSWORD}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert answer.json()["error"]["kind"] == "NotAllowed"


def test_every_unsafe_request_needs_the_token(signed_in):
    browser = signed_in("agent")
    answer = browser.post("/api/orders", {"description": "x"}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["error"]["message"] == "页面的安全凭证已失效"


def test_the_logins_are_listed_for_a_demonstration_alone(browser, people, settings):
    assert browser.get("/api/session/logins").status_code == 404
    settings.DEMO = True
    listed = browser.get("/api/session/logins").json()
    assert {
        "username": "rival",
        "name": "rival甲",
        "role": "unit_clerk",
        "role_label": "承办经办人",
    }.items() <= (next(row for row in listed if row["username"] == "rival").items())


def test_every_role_has_a_menu():
    assert set(MENUS) == set(Role)


def test_people_are_listed_by_who_may_see_them(signed_in):
    assert {row["name"] for row in signed_in("unit_clerk").get("/api/people").json()} == {
        "unit_clerk甲",
        "unit_lead甲",
    }
