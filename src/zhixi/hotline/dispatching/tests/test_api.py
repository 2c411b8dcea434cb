"""What the pages get, and who gets it."""

import datetime as dt

import pytest

from zhixi.hotline.dispatching import auto, presenting, watching
from zhixi.hotline.dispatching.models import AutoRule, Decision, LearntModel, Run

pytestmark = pytest.mark.django_db
URL = "/api/dispatching"
CARD = {
    "rows": 40,
    "units": 2,
    "note": "现用模型学过其中较早的工单，只比较此后的 60 件",
    "asked": {"orders": 60, "first": "2026-11-04T00:00:00+08:00", "last": "2026-11-17T00:00:00+08:00"},
    "whole": {"orders": 60, "top1": 0.9, "top3": 1.0, "coverage_95": 0.8, "ece": 0.03, "macro_f1": 0.8, "confidence": 0.9},
    "kinds": {"chosen": 30, "ruled": 10},
}  # fmt: skip


def test_before_anything_was_learnt(signed_in, city):
    found = signed_in("supervisor").get(URL).json()
    assert found["models"] == found["runs"] == found["uses"] == []
    assert found["seen"] == 0 and found["before"] is None and found["schedule"]["every"] == "off"


@pytest.mark.parametrize("who", ["agent", "unit_clerk", "district_admin", "trainer", "outsourcer_manager"])
def test_who_does_not_lead_or_dispatch_sees_nothing(signed_in, offered, who):
    offered("a")
    browser = signed_in(who)
    for path in (URL, f"{URL}/models/learnt-a", f"{URL}/auto", f"{URL}/auto/samples"):
        assert browser.get(path).status_code == 403


def test_a_card_tells_its_figures_and_its_lessons_in_chinese(signed_in, offered):
    offered("a", card=CARD)
    found = signed_in("leader").get(f"{URL}/models/learnt-a").json()
    assert found["whole"]["top1"] == 0.9 and found["present_figures"] is None
    assert found["kinds"][0] == {"name": "派单员自选", "value": 30}
    assert signed_in("leader").get(f"{URL}/models/learnt-x").status_code == 404


def test_switching_on_and_back_by_the_page(signed_in, offered):
    offered("a", card=CARD)
    browser = signed_in("supervisor")
    found = browser.send(f"{URL}/switch-on", {"key": "learnt-a", "seen": 0}).json()
    assert found["present"] == "learnt-a" and found["models"][0]["present"]
    assert browser.send(f"{URL}/switch-on", {"key": "learnt-a", "seen": 0}).status_code == 409
    back = browser.send(f"{URL}/switch-back", {"seen": found["seen"]}).json()
    assert back["present"] == "" and [one["note"] for one in back["uses"]] == ["换回", ""]
    assert signed_in("leader").send(f"{URL}/switch-back", {"seen": back["seen"]}).status_code == 403


def test_learning_is_asked_for_once(signed_in, city):
    browser = signed_in("system_admin")
    assert browser.send(f"{URL}/learn").json()["runs"][0]["state"] == "waiting"
    assert browser.send(f"{URL}/learn").status_code == 409
    assert signed_in("dispatcher").send(f"{URL}/learn").status_code == 403
    assert Run.objects.count() == 1


def test_the_schedule_is_saved_and_held_against_others(signed_in, city):
    browser = signed_in("supervisor")
    plan = browser.get(URL).json()["schedule"] | {"every": "weekly", "hour": 3}
    saved = browser.send(f"{URL}/schedule", plan, "put").json()["schedule"]
    assert (saved["every"], saved["hour"], saved["version"]) == ("weekly", 3, 2)
    assert browser.send(f"{URL}/schedule", plan, "put").status_code == 409
    assert browser.send(f"{URL}/schedule", saved | {"hour": 25}, "put").status_code == 422


def test_a_row_from_its_first_day_to_its_samples(signed_in, offered, order_in, city, now, people):
    offered("a", card=CARD, outcomes=[["01.01", "complaint", 0.9, True, "east-cg"]] * 120)
    browser = signed_in("supervisor")
    browser.send(f"{URL}/switch-on", {"key": "learnt-a", "seen": 0})
    [made] = browser.send(f"{URL}/auto", {"category": "01.01", "request_type": "complaint"}).json()["rules"]
    assert made["mode"] == "off" and made["proven"]["taken"] == 120 and made["counts"]["looked"] == 0
    at = f"{URL}/auto/{made['id']}"
    assert browser.send(f"{at}/switch", {"mode": "on"}).status_code == 409
    assert browser.send(f"{at}/switch", {"mode": "shadow"}).json()["rules"][0]["mode"] == "shadow"
    [on] = browser.send(f"{at}/switch", {"mode": "on"}).json()["rules"]
    assert on["mode"] == "on" and on["threshold"] == 0.5
    AutoRule.objects.update(since=now - dt.timedelta(hours=1))
    order_in("accepted", title="占道经营", description="路口有摊贩占道摆摊，影响通行。")
    order_in("accepted", urgency="urgent")
    auto.decide(now)
    watching.watch(now + dt.timedelta(days=1))
    presenting._figures.cache_clear()
    [row] = browser.get(f"{URL}/auto").json()["rules"]
    assert row["counts"]["dispatched"] == 1 and row["counts"]["to_judge"] == 1
    assert row["counts"]["kept_back"] == [{"name": "紧急或特急", "value": 1}]
    desk = signed_in("dispatcher")
    [one] = desk.get(f"{URL}/auto/samples").json()["items"]
    assert one["unit"]["code"] == "east-cg" and one["verdict"] == ""
    judged = desk.send(f"{URL}/auto/samples/{one['id']}", {"verdict": "wrong", "unit": "water"}).json()
    assert judged["truth"]["code"] == "water"
    assert desk.get(f"{URL}/auto/samples").json()["items"] == []
    assert desk.get(f"{URL}/auto/samples?done=true").json()["total"] == 1


def test_what_is_sent_wrongly_is_refused(signed_in, city):
    browser = signed_in("supervisor")
    assert browser.send(f"{URL}/auto", {"category": "99"}).status_code == 422
    assert browser.send(f"{URL}/auto", {"target": 0.5}).status_code == 422
    assert browser.send(f"{URL}/auto", {"request_type": "nonsense"}).status_code == 422
    assert browser.send(f"{URL}/auto/77/switch", {"mode": "shadow"}).status_code == 404
    assert browser.send(f"{URL}/auto/samples/77", {"verdict": "right"}).status_code == 404
    assert (
        not AutoRule.objects.exists() and not Decision.objects.exists() and not LearntModel.objects.exists()
    )
