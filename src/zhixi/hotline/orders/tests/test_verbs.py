"""Every verb: the right person may, the wrong role and the wrong unit may not, and an event is left."""

import datetime as dt

import pytest

from zhixi.errors import Conflict, IllegalStep, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.verifying import verify
from zhixi.hotline.orders import actions, rules
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.units.models import Unit

pytestmark = pytest.mark.django_db
TEXT = "现场核实后已经处理"

# verb → the state to start from, who may do it, what else it takes (a callable gets the test's world)
CASES = {
    "accept": (State.DRAFT, "agent", {}),
    "amend": (State.ACCEPTED, "dispatcher", {"fields": {"title": "新标题"}, "reason": "更正标题"}),
    "answer": (State.ACCEPTED, "agent", {"text": TEXT}),
    "withdraw": (State.ACCEPTED, "agent", {"reason": "市民撤回"}),
    "review": (State.ACCEPTED, "dispatcher", {}),
    "dispatch": (State.REVIEWED, "dispatcher", {"unit": "east-cg"}),
    "assist": (State.SIGNED, "dispatcher", {"unit": "water", "task": "配合关阀"}),
    "split": (State.ACCEPTED, "agent", {"parts": [{"title": "路灯不亮"}]}),
    "remove_assist": (State.SIGNED, "dispatcher", {"unit": "water", "note": "不再需要协办"}),
    "change_lead": (State.SIGNED, "dispatcher", {"unit": "water", "note": "主要涉及供水"}),
    "take_up": (State.SIGNED, "district_admin", {}),
    "sign": (State.DISPATCHED, "unit_clerk", {}),
    "handle": (State.SIGNED, "unit_lead", {}),
    "send_back": (
        State.DISPATCHED,
        "unit_clerk",
        {"reason": "not_our_duty", "note": "属于供水范围", "believed_unit": "water"},
    ),
    "reply": (State.HANDLING, "unit_clerk", {"text": TEXT, "contacted": True}),
    "assist_reply": (State.SIGNED, "helper", {"text": TEXT}),
    "delegate": (State.SIGNED, "district_admin", {"unit": "east-zj"}),
    "uphold_return": (State.RETURNED, "dispatcher", {"unit": "water", "note": "同意"}),
    "refuse_return": (State.RETURNED, "dispatcher", {"note": "权责清单已列明"}),
    "convene": (State.RETURNED, "dispatcher", {"note": "多次退单"}),
    "bind": (
        State.HARD_CASE,
        "supervisor",
        {"unit": "water", "note": "会议定责", "minutes": "与会单位同意由供水单位办理"},
    ),
    "attach": (State.ACCEPTED, "agent", {"note": "市民提供的照片"}),
    "attach_evidence": (State.SIGNED, "unit_clerk", {}),
    "withdraw_attachment": (State.SIGNED, "unit_clerk", {"reason": "传错了照片"}),
    "ask_extension": (State.HANDLING, "unit_clerk", {"days": 3, "reason": "需要施工"}),
    "grant_extension": (State.HANDLING, "supervisor", {}),
    "refuse_extension": (State.HANDLING, "supervisor", {"note": "理由不足"}),
    "suspend": (State.HANDLING, "dispatcher", {"reason": "等待市民提供材料"}),
    "ask_suspension": (State.HANDLING, "unit_clerk", {"cause": "examination", "reason": "等待检测结果"}),
    "grant_suspension": (State.HANDLING, "dispatcher", {}),
    "refuse_suspension": (State.HANDLING, "dispatcher", {"note": "可以边检测边办理"}),
    "resume": (State.SUSPENDED, "dispatcher", {}),
    "ask_supplement": (State.HANDLING, "unit_clerk", {"text": "请告知摊贩的具体位置"}),
    "supplement": (State.HANDLING, "agent", {"text": "市民补充：每晚八点后"}),
    "pass_reply": (State.REPLIED, "dispatcher", {}),
    "reject_reply": (State.REPLIED, "dispatcher", {"note": "没有回答所问"}),
    "start_callback": (State.REPLY_REVIEWED, "agent", {}),
    "send_callback_link": (State.CALLBACK, "agent", {}),
    "record_callback": (State.CALLBACK, "agent", {"reached": True, "solved": True}),
    "conclude": (State.CALLBACK, "agent", {}),
    "reopen": (State.CONCLUDED, "agent", {"reason": "问题重现"}),
    "archive": (State.CONCLUDED, "dispatcher", {}),
    "merge": (State.ACCEPTED, "dispatcher", {"master": True}),
    "unmerge": (State.MERGED, "dispatcher", {"reason": "并非同一事件"}),
    "rule_unreasonable": (
        State.ACCEPTED,
        "supervisor",
        {"reason": "诉求没有法律依据", "evidence": "已有生效判决驳回同一请求"},
    ),
    "mark_important": (State.HANDLING, "supervisor", {"note": "多人反映"}),
    "hold": (State.ARCHIVED, "supervisor", {"reason": "涉及行政诉讼"}),
    "release": (State.ARCHIVED, "system_admin", {"reason": "诉讼已经终结"}),
    "remind": (State.HANDLING, "agent", {"text": "请尽快办理"}),
    "supervise": (State.HANDLING, "supervisor", {"text": "请三日内办结"}),
    "circulate": (State.HANDLING, "supervisor", {"text": "逾期未办"}),
}


@pytest.fixture
def ready(order_in, people, city, now, uploaded):
    """ready(verb) → the order just before the verb, and the verb's keyword arguments."""

    def prepare(verb: str):
        start, _, more = CASES[verb]
        more = {k: city[v] if k in ("unit", "believed_unit") else v for k, v in more.items()}
        if more.get("master"):
            more["master"] = order_in(State.ACCEPTED)
        return _with_files(verb, _at(start, verb), more)

    def _with_files(verb: str, order, more: dict):
        who = CASES[verb][1]
        if verb in ("attach", "attach_evidence"):
            more["uploads"] = [uploaded(who, order)]
        if verb == "withdraw_attachment":
            more["attachment"] = uploaded(who, order)
            uploads = [more["attachment"]]
            order = actions.attach_evidence(actor=people[who], order=order, now=now, uploads=uploads)
        return order, more

    def _at(start: State, verb: str):
        desk = people["dispatcher"]
        if start == State.RETURNED:
            return _returned()
        if start == State.HARD_CASE:
            return actions.convene(actor=desk, order=_returned(), now=now, note="多次退单")
        if start == State.SUSPENDED:
            return actions.suspend(actor=desk, order=order_in(State.HANDLING), now=now, reason="等待材料")
        if start == State.MERGED:
            other = order_in(State.ACCEPTED)
            return actions.merge(actor=desk, order=order_in(State.ACCEPTED), now=now, master=other)
        if verb == "answer":
            return order_in(start, request_type="enquiry")
        order = order_in(start)
        if verb == "release":
            return actions.hold(actor=people["supervisor"], order=order, now=now, reason="涉及行政诉讼")
        if verb in ("assist_reply", "remove_assist", "change_lead"):
            return actions.assist(actor=desk, order=order, now=now, unit=city["water"], task="配合")
        if verb in ("grant_extension", "refuse_extension"):
            clerk = people["unit_clerk"]
            return actions.ask_extension(actor=clerk, order=order, now=now, days=3, reason="需要施工")
        if verb in ("grant_suspension", "refuse_suspension"):
            clerk, more = people["unit_clerk"], {"cause": "examination", "reason": "等待检测结果"}
            return actions.ask_suspension(actor=clerk, order=order, now=now, **more)
        if verb == "conclude":
            return actions.record_callback(
                actor=people["agent"], order=order, now=now, reached=True, solved=True
            )
        return order

    def _returned():
        return actions.send_back(
            actor=people["unit_clerk"],
            order=order_in(State.DISPATCHED),
            now=now,
            reason="not_our_duty",
            note="属于供水范围",
            clause="第三条",
        )

    return prepare


def test_every_verb_of_the_table_has_a_case():
    assert set(CASES) == set(rules.STEPS)


@pytest.mark.parametrize("verb", CASES)
def test_the_right_person_takes_the_step_and_leaves_an_event(verb, ready, people, now):
    order, more = ready(verb)
    before, events, version = order.state, Event.objects.count(), order.version
    taken = getattr(actions, verb)(actor=people[CASES[verb][1]], order=order, now=now, **more)

    stored = Order.objects.get(pk=order.pk)
    assert stored.state == taken.state == (rules.STEPS[verb].to or stored.state)
    assert stored.version == version + 1
    event = Event.objects.filter(key=order.number).last()
    parts = stored.parts.count()
    assert Event.objects.count() == events + 1 + parts
    assert (event.verb, event.key, event.from_state, event.to_state) == (
        verb,
        order.number,
        before,
        stored.state,
    )
    assert event.actor == people[CASES[verb][1]]
    assert verify().ok


@pytest.mark.parametrize("verb", CASES)
def test_every_role_without_the_right_is_refused_and_nothing_changes(verb, ready, people, now):
    order, more = ready(verb)
    version = order.version
    for role, person in people.items():
        if person.role in rules.STEPS[verb].roles:
            continue
        if order.state == State.DRAFT:
            continue  # to others a draft does not exist: see test_a_draft_is_its_authors_alone
        with pytest.raises(NotAllowed):
            getattr(actions, verb)(actor=person, order=order, now=now, **more)
        assert role not in rules.STEPS[verb].roles
    assert Order.objects.get(pk=order.pk).version == version


@pytest.mark.parametrize("verb", [v for v, step in rules.STEPS.items() if step.side != "centre"])
def test_another_unit_is_refused(verb, ready, people, now):
    order, more = ready(verb)
    stranger = people["west_admin"] if rules.STEPS[verb].side == "district" else people["rival"]
    if rules.STEPS[verb].side == "lead_or_centre":
        stranger.role = Role.UNIT_LEAD
    with pytest.raises(NotAllowed, match="不由您的单位办理"):
        getattr(actions, verb)(actor=stranger, order=order, now=now, **more)


@pytest.mark.parametrize("verb", CASES)
def test_a_state_that_the_table_does_not_name_refuses_the_verb(verb, ready, people, now):
    order, more = ready(verb)
    actor = people[CASES[verb][1]]
    for state in set(State) - rules.STEPS[verb].start - {State.DRAFT}:
        Order.objects.filter(pk=order.pk).update(state=state)
        with pytest.raises(IllegalStep):
            getattr(actions, verb)(actor=actor, order=order, now=now, **more)


@pytest.mark.parametrize("verb", CASES)
def test_a_stale_order_is_a_conflict_and_leaves_no_event(verb, ready, people, now):
    order, more = ready(verb)
    Order.objects.filter(pk=order.pk).update(version=order.version + 1)
    events = Event.objects.count()
    with pytest.raises(Conflict, match="已被他人修改"):
        getattr(actions, verb)(actor=people[CASES[verb][1]], order=order, now=now, **more)
    assert Event.objects.count() == events


def test_a_unit_whose_people_have_no_unit_may_do_nothing(order_in, people, now):
    order = order_in(State.DISPATCHED)
    clerk = people["unit_clerk"]
    clerk.unit = None
    with pytest.raises(NotAllowed):
        actions.sign(actor=clerk, order=order, now=now)


def test_the_buttons_are_exactly_the_verbs_that_pass(order_in, people):
    order = order_in(State.DISPATCHED)
    files = {"attach_evidence", "withdraw_attachment"}
    assert {s.verb for s in rules.verbs_for(people["unit_clerk"], order)} == {"sign", "send_back"} | files
    assert rules.verbs_for(people["rival"], order) == []
    assert {s.verb for s in rules.verbs_for(people["district_admin"], order)} == {
        "delegate",
        "take_up",
    }


def test_a_unit_opened_after_today_gets_no_order(order_in, people, city, now):
    Unit.objects.filter(code="water").update(opened=(now + dt.timedelta(days=1)).date())
    with pytest.raises(Exception, match="尚未启用"):
        actions.dispatch(
            actor=people["dispatcher"],
            order=order_in(State.ACCEPTED),
            now=now,
            unit=Unit.objects.get(code="water"),
        )
