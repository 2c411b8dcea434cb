"""Files of an order through its life: who adds them, who takes them back."""

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.attachments.models import Attachment
from zhixi.hotline.attachments.tests.pictures import jpeg, scene
from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"


def test_an_added_file_is_seen_by_who_sees_the_order_and_leaves_an_event(
    files, order_in, do, uploaded, signed_in
):
    order = order_in(State.ACCEPTED)
    photo = uploaded("agent", order, jpeg(scene(1)), "陈小明.jpg")
    order = do("agent", "attach", order, uploads=[photo], note="市民发来的照片，电话13900001234")
    event = Event.objects.last()
    assert event.verb == "attach" and event.data["attachments"][0]["id"] == photo
    assert event.data["attachments"][0]["name"].startswith("s1:")
    row = files("dispatcher", order)["items"][0]
    assert (row["name"], row["source"], row["by"], row["round"]) == ("陈小明.jpg", "intake", "agent甲", 1)
    assert "13900001234" not in files("supervisor", order)["items"][0]["note"]
    assert signed_in("rival").get(f"/api/orders/{order.number}/attachments").status_code == 404


def test_a_reply_takes_along_its_own_files_and_what_was_brought_before(files, order_in, do, uploaded):
    order = order_in(State.HANDLING)
    order = do("unit_lead", "attach_evidence", order, uploads=[uploaded("unit_lead", order, jpeg(scene(1)))])
    order = do(
        "unit_clerk",
        "reply",
        order,
        text="已现场清理完毕。",
        uploads=[uploaded("unit_clerk", order, jpeg(scene(2)))],
    )
    reply = order.replies.get()
    assert reply.attachments.count() == 2
    assert [row["n"] for row in files("dispatcher", order)["items"]] == [1, 2]
    assert Event.objects.filter(verb="reply").last().data["attachments"][0]["kind"] == "jpeg"


def test_a_refused_reply_leaves_its_files_waiting(order_in, do, uploaded):
    order = order_in(State.HANDLING)
    photo = uploaded("unit_clerk", order)
    with pytest.raises(BadInput):
        do("unit_clerk", "reply", order, text="办", uploads=[photo])
    assert Attachment.objects.get(pk=photo).attached_at is None


def test_a_helper_brings_its_own(files, order_in, do, uploaded, city):
    order = do("dispatcher", "assist", order_in(State.SIGNED), unit=city["water"], task="配合关阀")
    order = do(
        "helper",
        "assist_reply",
        order,
        text="管线图见附件",
        uploads=[uploaded("helper", order, PDF, "管线图.pdf")],
    )
    row = files("unit_clerk", order)["items"][0]
    assert (row["source"], row["unit"]["code"], row["kind"]) == ("opinion", "water", "pdf")


def test_a_dispatcher_adds_at_a_ruling(files, order_in, do, uploaded):
    order = do(
        "unit_clerk",
        "send_back",
        order_in(State.DISPATCHED),
        reason="not_our_duty",
        note="属于供水范围",
        clause="三",
    )
    order = do("dispatcher", "attach", order, uploads=[uploaded("dispatcher", order, PDF)])
    assert files("dispatcher", order)["items"][0]["source"] == "ruling"


@pytest.mark.parametrize("whose", ["another's", "another order's", "added already", "absent"])
def test_only_ones_own_waiting_files_of_this_order_are_added(order_in, do, uploaded, whose):
    order = order_in(State.SIGNED)
    upload = {
        "another's": lambda: uploaded("unit_lead", order),
        "another order's": lambda: uploaded("unit_clerk", order_in(State.SIGNED)),
        "added already": lambda: uploaded("unit_clerk", order),
        "absent": lambda: 10**12,
    }[whose]()
    if whose == "added already":
        order = do("unit_clerk", "attach_evidence", order, uploads=[upload])
    with pytest.raises(BadInput, match="已失效"):
        do("unit_clerk", "attach_evidence", order, uploads=[upload])
    with pytest.raises(BadInput, match="没有要添加"):
        do("unit_clerk", "attach_evidence", order, uploads=[])


def test_a_withdrawn_file_stays_marked_and_is_seen_by_the_centre(files, order_in, do, uploaded, city):
    order = do("dispatcher", "assist", order_in(State.SIGNED), unit=city["water"], task="配合关阀")
    photo = uploaded("unit_clerk", order)
    order = do("unit_clerk", "attach_evidence", order, uploads=[photo])
    order = do("unit_lead", "withdraw_attachment", order, attachment=photo, reason="拍错了地方")
    row = files("dispatcher", order)["items"][0]
    assert (row["withdrawn_by"], row["withdrawn_why"]) == ("unit_lead甲", "拍错了地方") and row[
        "withdrawn_at"
    ]
    assert not row["may_withdraw"] and files("helper", order)["items"] == []
    with pytest.raises(Conflict, match="已经撤回"):
        do("unit_clerk", "withdraw_attachment", order, attachment=photo, reason="再撤一次")
    order = do("unit_clerk", "handle", order)
    assert do("unit_clerk", "reply", order, text="已现场清理完毕。").replies.get().attachments.count() == 0


def test_evidence_of_a_reply_is_not_taken_back_by_its_unit(order_in, do, uploaded):
    order = order_in(State.HANDLING)
    photo = uploaded("unit_clerk", order)
    order = do("unit_clerk", "reply", order, text="已现场清理完毕。", uploads=[photo])
    with pytest.raises(Conflict, match="不能撤回"):
        do("unit_clerk", "withdraw_attachment", order, attachment=photo, reason="撤回证据")
    with pytest.raises(Conflict, match="不能撤回"):
        order = do("dispatcher", "reject_reply", order, note="没有回答所问")
        do("unit_clerk", "withdraw_attachment", order, attachment=photo, reason="撤回证据")


def test_others_do_not_take_back_what_is_not_theirs(order_in, do, uploaded, city):
    order = do("dispatcher", "assist", order_in(State.SIGNED), unit=city["water"], task="配合关阀")
    given = uploaded("agent", order)
    order = do("agent", "attach", order, uploads=[given])
    for who in ("unit_clerk", "helper", "other_agent", "supervisor"):
        with pytest.raises(NotAllowed, match="只能撤回"):
            do(who, "withdraw_attachment", order, attachment=given, reason="不是我的")
    with pytest.raises(NotFound):
        do("agent", "withdraw_attachment", order_in(State.SIGNED), attachment=given, reason="不在此单")
    do("dispatcher", "withdraw_attachment", order, attachment=given, reason="与诉求无关")


def test_parts_of_a_call_may_have_what_the_citizen_gave(files, order_in, do, uploaded):
    order = order_in(State.ACCEPTED)
    order = do("agent", "attach", order, uploads=[uploaded("agent", order)])
    do("agent", "split", order, parts=[{"title": "路灯不亮"}], with_files=True)
    order.refresh_from_db()
    do("agent", "split", order, parts=[{"title": "井盖破损"}])
    first, second = Order.objects.filter(split_from=order).order_by("pk")
    assert len(files("agent", first)["items"]) == 1 and files("agent", second)["items"] == []
    assert Attachment.objects.values("digest").distinct().count() == 1
