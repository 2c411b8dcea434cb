"""Files of an order through its life: who adds, who takes back, who sees, and what is left of it."""

import pytest

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.attachments.models import Attachment, Fetch
from zhixi.hotline.attachments.tests.pictures import jpeg, scene
from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.models import Reveal

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"


@pytest.fixture
def files(signed_in):
    """files("agent", order) → what that person gets of the order's files."""

    def get(who: str, order) -> dict:
        answer = signed_in(who).get(f"/api/orders/{order.number}/attachments")
        assert answer.status_code == 200, answer.content
        return answer.json()

    return get


@pytest.fixture
def hidden(order_in, do, uploaded, city):
    """A confidential order in a unit's hands, with a photo that its caller gave; and the photo's id."""
    order = order_in(State.ACCEPTED, confidential=True)
    photo = uploaded("agent", order, jpeg(scene(1)), "陈小明家.jpg")
    order = do("agent", "attach", order, uploads=[photo])
    order = do("dispatcher", "review", order)
    return do(
        "dispatcher",
        "dispatch",
        order,
        unit=city["east-cg"],
    ), photo


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


@pytest.mark.parametrize("who", ["unit_clerk", "unit_lead", "district_admin"])
def test_a_unit_sees_nothing_that_a_hidden_caller_gave(files, signed_in, hidden, who):
    order, photo = hidden
    seen = files(who, order)
    assert seen["items"] == [] and seen["hidden"] == 1
    browser, path = signed_in(who), f"/api/orders/{order.number}/attachments/{photo}"
    for ending in ("file", "thumbnail"):
        assert browser.get(f"{path}/{ending}").status_code == 404
    assert browser.send(f"{path}/reveal", {"purpose": "查看现场"}).status_code == 404
    assert "陈小明" not in browser.get(f"/api/orders/{order.number}/events").content.decode()


def test_the_centre_may_say_that_a_file_is_to_be_shared(files, signed_in, order_in, do, uploaded):
    order = order_in(State.SIGNED, anonymous=True)
    photo = uploaded("agent", order, name="陈小明拍的坑.png")
    order = do("agent", "attach", order, uploads=[photo], shareable=True)
    row = files("unit_clerk", order)["items"][0]
    assert row["name"] == "**拍的坑.png" and not row["hidden_from_units"]


def test_an_order_that_becomes_confidential_hides_what_was_open(files, order_in, do, uploaded):
    order = order_in(State.ACCEPTED)
    order = do("agent", "attach", order, uploads=[uploaded("agent", order)])
    order = do("agent", "amend", order, fields={"confidential": True}, reason="市民要求保密")
    assert files("dispatcher", order)["items"][0]["hidden_from_units"]


def test_the_centre_looks_at_a_hidden_callers_photo_with_a_purpose_alone(signed_in, hidden):
    order, photo = hidden
    browser, path = signed_in("dispatcher"), f"/api/orders/{order.number}/attachments/{photo}"
    for ending in ("file", "thumbnail"):
        assert browser.get(f"{path}/{ending}").status_code == 403
    assert browser.send(f"{path}/reveal", {"purpose": " "}).status_code == 422
    assert not Fetch.objects.exists() and not Reveal.objects.exists()
    answer = browser.send(f"{path}/reveal", {"purpose": "核实位置，回拨13900001234"})
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    look, reveal, event = Fetch.objects.get(), Reveal.objects.get(), Event.objects.last()
    assert look.purpose == reveal.purpose == event.reason == "核实位置，回拨139****1234"
    assert (reveal.key, event.verb, event.data) == (order.number, "reveal", {"field": f"attachment:{photo}"})


def test_each_look_at_a_file_is_written_down_and_no_browser_runs_it(
    signed_in, order_in, do, uploaded, people
):
    order = order_in(State.SIGNED)
    photo, paper = (
        uploaded("unit_clerk", order, jpeg(scene(1))),
        uploaded("unit_clerk", order, PDF, '结论 "一".pdf'),
    )
    order = do("unit_clerk", "attach_evidence", order, uploads=[photo, paper])
    browser, path = signed_in("dispatcher"), f"/api/orders/{order.number}/attachments"
    for pk, said, kind in ((photo, "inline", "image/jpeg"), (paper, "attachment", "application/pdf")):
        answer = browser.get(f"{path}/{pk}/file")
        assert answer["Content-Disposition"].startswith(said) and answer["Content-Type"] == kind
        assert (
            answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
        )
        assert "no-store" in answer["Cache-Control"]
    assert [(look.attachment_id, look.by) for look in Fetch.objects.order_by("pk")] == [
        (photo, people["dispatcher"]),
        (paper, people["dispatcher"]),
    ]
    small = browser.get(f"{path}/{photo}/thumbnail")
    assert small["Content-Type"] == "image/jpeg" and len(b"".join(small.streaming_content)) < 40_000
    assert browser.get(f"{path}/{paper}/thumbnail").status_code == 404
    assert Fetch.objects.count() == 2


def test_a_file_that_is_gone_or_harmed_is_told_in_words(signed_in, order_in, do, uploaded, settings):
    order = order_in(State.SIGNED)
    photo = uploaded("unit_clerk", order)
    do("unit_clerk", "attach_evidence", order, uploads=[photo])
    path = settings.ATTACHMENT_HOME / (digest := Attachment.objects.get().digest)[:2] / digest[2:4] / digest
    path.unlink()
    answer = signed_in("dispatcher").get(f"/api/orders/{order.number}/attachments/{photo}/file")
    assert answer.status_code == 404 and "不在了" in answer.json()["error"]["message"]


def test_a_merged_orders_readers_at_the_centre_see_the_photos_of_its_masters_reply(
    files, order_in, do, uploaded
):
    master, order = order_in(State.HANDLING), order_in(State.ACCEPTED)
    order = do("dispatcher", "merge", order, master=master)
    given = uploaded("agent", master, name="主单市民.png")
    master = do("agent", "attach", Order.objects.get(pk=master.pk), uploads=[given])
    do(
        "unit_clerk",
        "reply",
        master,
        text="已统一维修完毕。",
        uploads=[uploaded("unit_clerk", master, jpeg(scene(1)))],
    )
    rows = files("dispatcher", order)["items"]
    assert [row["order"] for row in rows] == [master.number] and rows[0]["source"] == "evidence"
    assert not rows[0]["may_withdraw"]


def test_parts_of_a_call_may_have_what_the_citizen_gave(files, order_in, do, uploaded):
    order = order_in(State.ACCEPTED)
    order = do("agent", "attach", order, uploads=[uploaded("agent", order)])
    do("agent", "split", order, parts=[{"title": "路灯不亮"}], with_files=True)
    order.refresh_from_db()
    do("agent", "split", order, parts=[{"title": "井盖破损"}])
    first, second = Order.objects.filter(split_from=order).order_by("pk")
    assert len(files("agent", first)["items"]) == 1 and files("agent", second)["items"] == []
    assert Attachment.objects.values("digest").distinct().count() == 1


def test_the_citizens_page_names_no_file(order_in, do, uploaded, client, settings):
    from zhixi.hotline.callbacks.models import CallbackLink
    from zhixi.hotline.privacy.sealing import digest

    order = order_in(State.HANDLING)
    order = do(
        "unit_clerk",
        "reply",
        order,
        text="已现场清理完毕。",
        uploads=[uploaded("unit_clerk", order, name="清理后.png")],
    )
    order = do("agent", "start_callback", do("dispatcher", "pass_reply", order))
    do("agent", "send_callback_link", order)
    link = CallbackLink.objects.get()
    CallbackLink.objects.filter(pk=link.pk).update(digest=digest("known"))
    answer = client.get("/api/citizen/known")
    assert "清理后" not in answer.content.decode() and "attachment" not in answer.content.decode()
