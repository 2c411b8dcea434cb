"""Which model is used: switching on and back, by whom, and what happens to one that is damaged."""

import pytest

from zhixi.errors import Conflict, NotAllowed, NotFound, Unavailable
from zhixi.hotline.audit.models import Event
from zhixi.hotline.dispatching import actions, keeping, tasks
from zhixi.hotline.dispatching.models import Use
from zhixi.hotline.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def switch(people, now):
    def on(key: str, who: str = "supervisor", **more):
        latest = Use.objects.order_by("-pk").first()
        more = {"seen": latest.pk if latest else 0, **more}
        return actions.switch_on(actor=people[who], key=key, now=now, **more)

    return on


def spoil(key: str) -> None:
    with (keeping.folder_of(key) / "weights.npy").open("r+b") as file:
        file.seek(-8, 2)
        file.write(b"\0\1\2\3\4\5\6\7")


def test_nothing_is_used_until_somebody_switches_it_on(offered):
    offered("a")
    assert keeping.present().model is None


def test_a_model_that_is_switched_on_is_used_at_once_and_leaves_an_event(offered, switch):
    offered("a")
    switch("learnt-a")
    assert keeping.present().key == "learnt-a"
    event = Event.objects.get(subject="dispatch_model", verb="switch_on")
    assert event.data == {"before": "", "after": "learnt-a"}


@pytest.mark.parametrize("who", ["agent", "dispatcher", "team_leader", "leader", "unit_clerk", "analyst"])
def test_only_those_who_lead_the_office_switch(offered, switch, who):
    offered("a")
    with pytest.raises(NotAllowed):
        switch("learnt-a", who)
    assert not Use.objects.exists()


def test_switching_back_goes_to_the_one_before_and_on_to_none(offered, switch, people, now):
    for name in "ab":
        offered(name)
        switch(f"learnt-{name}")
    latest = Use.objects.latest("pk")
    back = actions.switch_back(actor=people["supervisor"], seen=latest.pk, now=now)
    assert keeping.present().key == "learnt-a" and back.note == "换回"
    first = Use.objects.earliest("pk")
    with pytest.raises(Conflict):  # of what somebody saw a while ago
        actions.switch_back(actor=people["supervisor"], seen=first.pk, now=now)


def test_two_who_switch_at_once_are_told(offered, switch):
    offered("a")
    offered("b")
    switch("learnt-a")
    with pytest.raises(Conflict):
        switch("learnt-b", seen=0)
    with pytest.raises(Conflict):
        switch("learnt-a")


def test_what_is_not_there_or_not_whole_is_not_switched_on(offered, switch):
    with pytest.raises(NotFound):
        switch("learnt-x")
    offered("a")
    spoil("learnt-a")
    with pytest.raises(Unavailable):
        switch("learnt-a")
    assert not Use.objects.exists()


def test_a_damaged_model_gives_way_to_the_last_good_one_and_supervisors_hear_once(
    offered, switch, people, now
):
    for name in "ab":
        offered(name)
        switch(f"learnt-{name}")
    spoil("learnt-b")
    keeping._present.cache_clear()
    assert keeping.present().key == "learnt-a"
    assert tasks.look_after(now) == tasks.look_after(now) == 1
    told = Message.objects.filter(kind="dispatch_damaged", user=people["supervisor"])
    assert told.count() == 1 and "learnt-b" in told.get().text


def test_a_model_whose_files_are_gone_gives_way_too(offered, switch, home):
    offered("a")
    switch("learnt-a")
    keeping.remove("learnt-a")
    assert keeping.present().model is None and keeping.present().trouble


def test_the_one_made_by_hand_is_used_as_soon_as_it_is_there(small_model, home, city):
    assert keeping.present().model is None
    small_model.save(keeping.place())
    assert keeping.present().model is not None and keeping.present().key == ""


def test_learning_by_hand_leaves_the_learnt_ones_where_they_are(small_model, offered, switch):
    offered("a")
    switch("learnt-a")
    small_model.save(keeping.place())
    small_model.save(keeping.place())
    assert keeping.present().key == "learnt-a"


def test_the_desk_recommends_by_the_new_model_without_a_restart(offered, switch, signed_in, order_in):
    from zhixi.hotline.orders.choices import State

    browser, order = signed_in("dispatcher"), order_in(State.ACCEPTED)
    asked = f"/api/orders/{order.number}/recommendations"

    def kinds():
        return {reason["kind"] for row in browser.get(asked).json() for reason in row["reasons"]}

    assert "learnt" not in kinds()
    offered("a")
    switch("learnt-a")
    assert "learnt" in kinds()
