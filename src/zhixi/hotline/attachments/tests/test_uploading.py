"""Sending files: what is refused leaves nothing behind, and what is taken lies sealed, once."""

import threading

import pytest
from django.db import connection

from zhixi.hotline.attachments import keeping
from zhixi.hotline.attachments.models import Attachment
from zhixi.hotline.attachments.tests.pictures import described, jpeg, scene
from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"


def kept(settings) -> list:
    return [path for path in settings.ATTACHMENT_HOME.rglob("*") if path.is_file()]


def test_a_photo_is_received_sealed_and_waits_for_its_sender_alone(signed_in, order_in, post_file, settings):
    order, clerk = order_in(State.SIGNED), signed_in("unit_clerk")
    sent = described(scene(1))
    answer = post_file(clerk, order, sent, "张三家门口.jpg")
    assert answer.status_code == 200, answer.content
    assert answer.json() | {"id": 0} == {
        "id": 0,
        "kind": "jpeg",
        "picture": True,
        "name": "张三家门口.jpg",
        "size": answer.json()["size"],
    }
    files = kept(settings)
    assert sorted(path.suffix for path in files) == ["", ".thumbnail"]
    for path in files:
        assert path.stat().st_mode & 0o077 == 0
        assert b"JFIF" not in path.read_bytes() and sent[200:260] not in path.read_bytes()
    seen = f"/api/orders/{order.number}/attachments"
    assert [row["name"] for row in clerk.get(seen).json()["waiting"]] == ["张三家门口.jpg"]
    other = signed_in("unit_lead").get(seen).json()
    assert other["waiting"] == other["items"] == []
    assert clerk.get(f"{seen}/{answer.json()['id']}/file").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("select name, taken_at, place from attachments_attachment")
        assert all(value.startswith("s1:") for value in cursor.fetchone())


@pytest.mark.parametrize(
    "content, name, said",
    [
        (b"", "空.jpg", "空的"),
        (b"<html></html>", "照片.jpg", "不能添加这种文件"),
        (jpeg(scene(1))[:5000], "半张.jpg", "不完整"),
        (PDF[:2000], "半份.pdf", "不完整"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(
    signed_in, order_in, post_file, settings, content, name, said
):
    events = Event.objects.count
    order = order_in(State.SIGNED)
    before = events()
    answer = post_file(signed_in("unit_clerk"), order, content, name)
    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"] and answer.json()["error"]["cure"]
    assert kept(settings) == [] and not Attachment.objects.exists() and events() == before


def test_a_file_that_is_too_big_is_refused(signed_in, order_in, post_file, settings):
    order, clerk = order_in(State.SIGNED), signed_in("unit_clerk")
    settings.ATTACHMENT_BYTES = 2000
    answer = post_file(clerk, order, PDF)
    assert answer.status_code == 422 and "文件超过" in answer.json()["error"]["message"]
    settings.ATTACHMENT_BYTES = 50 << 20
    answer = post_file(clerk, order, bytes(60 << 20), "大.mp4")
    assert answer.status_code == 422 and "文件超过50 MB" in answer.json()["error"]["message"]
    assert kept(settings) == []


def test_a_file_that_arrived_in_part_is_refused(signed_in, order_in, post_file, settings):
    answer = post_file(signed_in("unit_clerk"), order_in(State.SIGNED), PDF, size=len(PDF) + 1)
    assert "没有传完整" in answer.json()["error"]["message"] and kept(settings) == []


def test_a_big_file_passes_through_the_disk_and_comes_back_whole(
    signed_in, order_in, post_file, do, settings
):
    order, agent = order_in(State.ACCEPTED), signed_in("agent")
    content = (
        b"%PDF-1.7\n" + bytes(range(256)) * 20_000 + b"\n%%EOF\n"
    )  # 5 MB: more than Django keeps in memory
    upload = post_file(agent, order, content, "材料.pdf").json()["id"]
    do("agent", "attach", order, uploads=[upload])
    answer = agent.get(f"/api/orders/{order.number}/attachments/{upload}/file")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Length"] == str(len(content))
    assert list((settings.ATTACHMENT_HOME / "parts").iterdir()) == []


@pytest.mark.parametrize(
    "who, status",
    [
        ("agent", 200),
        ("web_agent", 200),
        ("dispatcher", 200),
        ("supervisor", 200),
        ("unit_lead", 200),
        ("district_admin", 403),
        ("analyst", 403),
        ("leader", 403),
        ("rival", 404),
        ("helper", 404),
    ],
)
def test_only_who_may_add_may_send(signed_in, order_in, post_file, who, status):
    assert post_file(signed_in(who), order_in(State.SIGNED), PDF).status_code == status


def test_a_draft_takes_files_of_its_author_alone(signed_in, order_in, post_file):
    order = order_in(State.DRAFT)
    assert post_file(signed_in("other_agent"), order, PDF).status_code == 404
    assert post_file(signed_in("agent"), order, PDF).status_code == 200


@pytest.mark.parametrize("state", [State.CONCLUDED, State.ARCHIVED])
def test_a_closed_order_takes_no_file(signed_in, order_in, post_file, state, settings):
    assert post_file(signed_in("agent"), order_in(state), PDF).status_code == 409
    assert kept(settings) == []


def test_a_unit_sends_nothing_after_its_reply(signed_in, order_in, post_file):
    assert post_file(signed_in("unit_clerk"), order_in(State.REPLIED), PDF).status_code == 409


def test_nobody_sends_without_a_session_or_a_token(client, order_in, signed_in, post_file):
    order, browser = order_in(State.SIGNED), signed_in("unit_clerk")
    assert client.post(f"/api/orders/{order.number}/uploads", {}).status_code in (401, 403)
    assert browser.post(f"/api/orders/{order.number}/uploads", {"size": 1}).status_code == 403


def test_an_order_takes_so_many_files_and_no_more(signed_in, order_in, post_file, settings):
    settings.ATTACHMENTS_MOST = 2
    order, clerk = order_in(State.SIGNED), signed_in("unit_clerk")
    assert [post_file(clerk, order, PDF).status_code for _ in range(3)] == [200, 200, 422]
    settings.ATTACHMENTS_MOST, settings.ATTACHMENTS_BYTES = 30, 2 * len(PDF)
    answer = post_file(clerk, order, PDF)
    assert answer.status_code == 422 and "合计不能超过" in answer.json()["error"]["message"]


def test_an_upload_is_dropped_by_its_sender_alone(signed_in, order_in, post_file):
    order, clerk = order_in(State.SIGNED), signed_in("unit_clerk")
    path = f"/api/orders/{order.number}/uploads/{post_file(clerk, order, PDF).json()['id']}"
    assert signed_in("unit_lead").send(path, method="delete").status_code == 404
    assert clerk.send(path, method="delete").status_code == 200
    assert clerk.send(path, method="delete").status_code == 404


def test_a_disk_that_fills_up_refuses_in_words_and_leaves_nothing(
    signed_in, order_in, post_file, settings, monkeypatch
):
    import errno

    def full(fd):
        raise OSError(errno.ENOSPC, "No space left on device")

    order = order_in(State.SIGNED)
    monkeypatch.setattr("os.fsync", full)  # the disk, not our code
    answer = post_file(signed_in("unit_clerk"), order, PDF)
    assert answer.status_code == 503 and "磁盘已满" in answer.json()["error"]["message"]
    assert kept(settings) == [] and not Attachment.objects.exists()


def test_the_same_content_twice_at_once_lies_once_and_is_two_rows(settings):
    found, wait = [], threading.Barrier(4)

    def put():
        wait.wait()
        found.append(keeping.put([PDF]))

    threads = [threading.Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and [path.name for path in kept(settings)] == [found[0].digest]
    assert b"".join(keeping.read(keeping.path_of(found[0].digest))) == PDF


def test_two_people_send_the_same_photo(signed_in, order_in, post_file, settings):
    order, photo = order_in(State.SIGNED), jpeg(scene(2))
    for who in ("unit_clerk", "unit_lead"):
        assert post_file(signed_in(who), order, photo).status_code == 200
    assert Attachment.objects.count() == 2
    assert Attachment.objects.values("digest").distinct().count() == 1 and len(kept(settings)) == 2
