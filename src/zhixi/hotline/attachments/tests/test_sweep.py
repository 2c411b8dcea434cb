"""What nobody added, and what no row names, goes after its time; the rest stays."""

import datetime as dt
import os

import pytest

from zhixi.hotline.attachments import keeping, tasks
from zhixi.hotline.attachments.models import Attachment
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=2)


def aged(path, now) -> None:
    os.utime(path, (then := (now - DAYS).timestamp(), then))


def test_an_upload_that_was_never_added_goes_and_one_that_was_stays(order_in, do, uploaded, now, settings):
    order = order_in(State.SIGNED)
    waiting, added = (
        uploaded("unit_clerk", order, at=now - DAYS),
        uploaded("unit_clerk", order, at=now - DAYS),
    )
    do("unit_clerk", "attach_evidence", order, uploads=[added])
    fresh = uploaded("unit_clerk", order)
    assert tasks.sweep(now) == 1
    assert set(Attachment.objects.values_list("pk", flat=True)) == {added, fresh} and waiting not in (
        added,
        fresh,
    )


def test_a_file_that_no_row_names_goes_after_a_day_with_its_thumbnail(order_in, uploaded, now, settings):
    row = Attachment.objects.get(pk=uploaded("unit_clerk", order_in(State.SIGNED)))
    orphan = keeping.put([b"nobody's"])
    keeping.put_thumbnail(orphan.digest, b"small")
    for path in settings.ATTACHMENT_HOME.rglob("*"):
        if path.is_file():
            aged(path, now)
    young = keeping.put([b"just now"])
    before = now - dt.timedelta(days=1)
    assert sum(tasks.clear_folder(f"{n:02x}", before) for n in range(tasks.FOLDERS)) == 2
    assert keeping.path_of(row.digest).exists() and keeping.thumbnail_of(row.digest).exists()
    assert keeping.path_of(young.digest).exists() and not keeping.path_of(orphan.digest).exists()


def test_what_a_killed_upload_left_goes_and_what_is_under_way_stays(now, settings):
    left, under_way = keeping.parts_home() / "a.upload", keeping.parts_home() / "b.upload"
    left.write_bytes(b"half")
    under_way.write_bytes(b"half")
    aged(left, now)
    assert tasks.sweep(now) == 1 and not left.exists() and under_way.exists()


def test_every_folder_has_its_minute(now):
    told = {
        int((now + dt.timedelta(minutes=n)).timestamp()) // 60 % tasks.FOLDERS for n in range(tasks.FOLDERS)
    }
    assert told == set(range(tasks.FOLDERS))
