"""Files of an order: who sees and opens them, and what nobody learns of a caller who wants to stay hidden."""

import pytest

from zhixi.hotline.attachments.models import Attachment, Fetch
from zhixi.hotline.attachments.tests.pictures import jpeg, scene
from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.models import Reveal

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"


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
