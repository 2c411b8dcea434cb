"""A reply's photos held against those of earlier replies: what the reviewer is told."""

import datetime as dt

import pytest

from zhixi.hotline.attachments.models import Reuse
from zhixi.hotline.attachments.tests.pictures import described, jpeg, saved_anew, scene
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
PHOTOS = {"reused_photo", "former_photo", "early_photo"}
TEXT = "已劝离人民路口占道经营的摊贩。"


@pytest.fixture
def replied(order_in, do, uploaded):
    """replied(photo, …) → an order whose unit replied with these photos."""

    def make(*photos: bytes, order=None):
        order = order or order_in(State.HANDLING)
        uploads = [uploaded("unit_clerk", order, photo) for photo in photos]
        return do("unit_clerk", "reply", order, text=TEXT, uploads=uploads, contacted=True)

    return make


@pytest.fixture
def doubts(signed_in):
    def told(order, who: str = "dispatcher") -> dict[str, str]:
        replies = signed_in(who).get(f"/api/orders/{order.number}").json()["replies"]
        return {d["kind"]: d["message"] for d in replies[-1]["doubts"] if d["kind"] in PHOTOS}

    return told


def test_the_same_photo_in_an_earlier_reply_is_told_with_its_order(replied, doubts, signed_in):
    earlier, later = replied(jpeg(scene(1))), replied(jpeg(scene(2)), jpeg(scene(1)))
    assert doubts(later) == {
        "reused_photo": f"照片在其他工单用过：第2张与工单 {earlier.number} 反馈的照片相同"
    }
    assert doubts(earlier) == {} and doubts(later, "unit_clerk") == {}
    row = signed_in("dispatcher").get(f"/api/orders/{later.number}/attachments").json()["items"][1]
    assert row["uses"][0]["order"] == earlier.number and row["uses"][0]["exact"]
    own = signed_in("unit_clerk").get(f"/api/orders/{later.number}/attachments").json()["items"][1]
    assert own["uses"] == [] and own["taken_at"] is None


@pytest.mark.parametrize(
    "change", [saved_anew, lambda image: image.resize((200, 150)), lambda image: image.crop((0, 0, 470, 620))]
)
def test_a_photo_that_was_changed_a_little_is_found(replied, doubts, change):
    earlier, later = replied(jpeg(scene(0))), replied(jpeg(change(scene(0)), 60))
    assert doubts(later) == {
        "reused_photo": f"照片在其他工单用过：第1张与工单 {earlier.number} 反馈的照片几乎相同"
    }


def test_a_whole_photo_is_found_after_its_cut_copy(replied, doubts):
    replied(jpeg(scene(0).crop((10, 20, 480, 640))))
    assert "reused_photo" in doubts(replied(jpeg(scene(0))))


def test_another_units_photo_is_found_as_well(replied, doubts, order_in, do, uploaded, city):
    other = do("dispatcher", "dispatch", order_in(State.REVIEWED), unit=city["west-cg"])
    other = do("rival", "sign", other)
    other = do("rival", "reply", other, text=TEXT, uploads=[uploaded("rival", other, jpeg(scene(1)))])
    assert other.number in doubts(replied(jpeg(scene(1))))["reused_photo"]


def test_other_photos_and_white_sheets_are_not_doubted(replied, doubts):
    from PIL import Image

    replied(jpeg(scene(1)), jpeg(Image.new("RGB", (400, 300), "white")))
    assert doubts(replied(jpeg(scene(2)), jpeg(Image.new("RGB", (640, 480), "#fefefe")))) == {}


def test_a_photo_that_was_never_replied_with_is_no_earlier_use(replied, doubts, order_in, do, uploaded):
    order = order_in(State.HANDLING)
    do("unit_clerk", "attach_evidence", order, uploads=[uploaded("unit_clerk", order, jpeg(scene(1)))])
    assert doubts(replied(jpeg(scene(1)))) == {}


def test_what_a_merged_order_brought_into_its_master_is_no_second_use(replied, order_in, do, doubts):
    order = do("agent", "start_callback", do("dispatcher", "pass_reply", replied(jpeg(scene(1)))))
    order = do("agent", "reopen", order, reason="问题重现")
    master = order_in(State.HANDLING)
    do("dispatcher", "merge", order, master=master)
    assert doubts(replied(jpeg(scene(1)), order=master)) == {}


def test_a_photo_of_before_the_reopening_is_told_in_its_own_words(replied, do, doubts):
    order = replied(jpeg(scene(1)))
    order = do("agent", "start_callback", do("dispatcher", "pass_reply", order))
    order = do("agent", "reopen", order, reason="问题重现")
    order = do("unit_clerk", "handle", do("unit_clerk", "sign", order))
    assert doubts(replied(jpeg(scene(1)), order=order)) == {
        "former_photo": "第1张照片在本单重办之前的反馈中已经用过"
    }


def test_a_reply_that_was_sent_back_may_come_again_with_its_photo(replied, do, doubts):
    order = do("dispatcher", "reject_reply", replied(jpeg(scene(1))), note="请写明处理结果")
    assert doubts(replied(jpeg(scene(1)), order=order)) == {}


def test_a_photo_taken_before_the_call_is_told(replied, doubts, now):
    early = described(scene(1), taken=(now - dt.timedelta(days=1)).strftime("%Y:%m:%d %H:%M:%S"))
    late = described(scene(2), taken=(now + dt.timedelta(hours=1)).strftime("%Y:%m:%d %H:%M:%S"))
    assert doubts(replied(late, early)) == {"early_photo": "第2张照片的拍摄时间早于市民来电"}


def test_a_photo_used_before_is_a_risk_that_is_asked_about(replied):
    from zhixi.hotline.callbacks.queries import risks_of

    replied(jpeg(scene(1)))
    assert "doubtful" in risks_of(replied(jpeg(scene(1)))) and Reuse.objects.count() == 1
