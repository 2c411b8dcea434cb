"""Files go with an article's text: versioned with it, seen by who may read it, gone when nothing took them."""

import datetime as dt
import io
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles import actions, enclosing, queries, search
from zhixi.hotline.articles.models import Enclosure
from zhixi.hotline.articles.tests.steps import TODAY, signed_in, take, write
from zhixi.hotline.attachments import keeping, tasks
from zhixi.hotline.units.models import Unit

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"


def received(person, content=PDF, name="申请表.pdf", at=None) -> Enclosure:
    at = at or timezone.now()
    return enclosing.receive(actor=person, file=io.BytesIO(content), name=name, size=len(content), now=at)


def published(people, article):
    return take(people["reviewer"], take(people["editor"], article, "submit"), "publish")


def test_it_is_sent_named_and_read_over_the_wire(people):
    editor, agent = signed_in(people["editor"]), signed_in(people["agent"])
    form = {"file": SimpleUploadedFile("申请表.pdf", PDF), "size": len(PDF)}
    sent = editor.post("/api/articles/files", form).json()
    assert sent == {"id": sent["id"], "name": "申请表.pdf", "kind": "pdf", "size": len(PDF)}
    article = write(people["editor"], files=[sent["id"]])
    where = f"/api/articles/{article.key}/files/{sent['id']}"
    assert agent.get(where).status_code == 404  # nothing of it is out
    published(people, article)
    answer = agent.get(where)
    assert b"".join(answer.streaming_content) == PDF and answer["Content-Type"] == "application/pdf"
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and answer["X-Content-Type-Options"] == "nosniff"
    )
    assert agent.get(f"/api/articles/{article.key}").json()["files"] == [sent]
    found = queries.answer_out(search.answer("居住证怎么办", on=TODAY))
    assert found["cards"][0]["files"] == [sent]
    assert agent.get(f"/api/articles/{article.key}/files/{2**60}").status_code == 404


def test_strangers_and_those_who_write_no_articles_are_refused_over_the_wire(people):
    row = received(people["editor"])
    article = published(people, write(people["editor"], files=[row.pk]))
    where = f"/api/articles/{article.key}/files/{row.pk}"
    for client, upload, look in ((Client(), 401, 401), (signed_in(people["agent"]), 403, 200)):
        form = {"file": SimpleUploadedFile("申请表.pdf", PDF), "size": len(PDF)}
        assert client.post("/api/articles/files", form).status_code == upload
        assert client.get(where).status_code == look
    assert Enclosure.objects.count() == 1
    assert (
        Client().get(f"/open/a/{article.key}/files/{row.pk}").status_code == 404
    )  # out, but not for everybody


def test_a_version_keeps_the_files_that_it_went_out_with(people):
    first, second = received(people["editor"]), received(people["editor"], name="新表.pdf")
    article = published(people, write(people["editor"], files=[first.pk]))
    article = write(people["editor"], revision=article.revision, files=[second.pk])
    told = queries.difference(article.versions.get(), article)
    after = "".join(piece["text"] for piece in told[0]["pieces"] if piece["kind"] != "gone")
    assert (len(told), told[0]["label"], after) == (1, "附件", "新表.pdf")
    agent = signed_in(people["agent"])
    assert agent.get(f"/api/articles/{article.key}/files/{first.pk}").status_code == 200
    assert agent.get(f"/api/articles/{article.key}/files/{second.pk}").status_code == 404
    published(people, article)
    assert agent.get(f"/api/articles/{article.key}/files/{first.pk}").status_code == 404
    assert signed_in(people["editor"]).get(f"/api/articles/{article.key}/files/{first.pk}").status_code == 200


def test_what_another_uploaded_and_what_does_not_exist_cannot_be_named(people):
    foreign = received(people["reviewer"])
    for files in ([foreign.pk], [foreign.pk + 100]):
        with pytest.raises(BadInput, match="附件已失效"):
            write(people["editor"], files=files)
    write(people["reviewer"], files=[foreign.pk])
    write(people["editor"], "zweite", files=[foreign.pk])  # what an article has, every editor may use
    with pytest.raises(BadInput, match="最多10个附件"):
        write(people["editor"], "b", files=[received(people["editor"]).pk for _ in range(11)])
    with pytest.raises(BadInput, match="附件已失效"):
        write(people["editor"], "c", files=[foreign.pk, foreign.pk])


def test_a_unit_adds_its_own_to_what_it_writes(people):
    unit = Unit.objects.create(code="gongan", name="公安局", short_name="公安局")
    clerk = User.objects.create_user(username="clerk", name="经办", role=Role.UNIT_CLERK, unit=unit)
    told = {"title": "居住证", "body": "可以申领。", "source": "", "clause": ""}
    now = timezone.now()
    own = received(clerk)
    article = actions.contribute(actor=clerk, key="a", unit=unit, fields=told | {"files": [own.pk]}, now=now)
    assert article.files == [own.pk]
    received(people["editor"])
    used = Enclosure.objects.order_by("pk").last()
    write(people["editor"], "b", files=[used.pk])
    with pytest.raises(BadInput, match="附件已失效"):
        actions.contribute(actor=clerk, key="c", unit=unit, fields=told | {"files": [used.pk]}, now=now)


def test_who_writes_no_articles_sends_no_files_and_bad_ones_are_refused(people):
    with pytest.raises(NotAllowed, match="不能添加条目附件"):
        received(people["agent"])
    for content, told in ((b"", "空的"), (b"<html>", "不能添加这种文件"), (PDF[:2000], "不完整")):
        with pytest.raises(BadInput, match=told):
            received(people["editor"], content)
    with pytest.raises(BadInput, match="没有传完整"):
        enclosing.receive(
            actor=people["editor"], file=io.BytesIO(PDF), name="a.pdf", size=9, now=timezone.now()
        )
    assert not Enclosure.objects.exists()


def test_nobody_fills_the_disk_with_what_no_article_takes(people, monkeypatch):
    monkeypatch.setattr(enclosing, "WAITING", 2)
    write(people["editor"], files=[received(people["editor"]).pk])
    received(people["editor"])
    received(people["editor"])
    with pytest.raises(BadInput, match="没有保存的附件太多"):
        received(people["editor"])


def test_what_no_text_took_goes_after_a_day_and_the_content_of_a_text_stays(people, settings):
    now = timezone.now()
    before = now - dt.timedelta(days=2)
    kept = received(people["editor"], at=before)
    write(people["editor"], files=[kept.pk])
    lost = received(people["editor"], PDF + b"\n", at=before)
    fresh = received(people["editor"], PDF + b"\n\n")
    assert enclosing.sweep(now) == 1
    assert set(Enclosure.objects.values_list("pk", flat=True)) == {kept.pk, fresh.pk}
    for path in settings.ATTACHMENT_HOME.rglob("*"):
        if path.is_file():
            os.utime(path, (before.timestamp(), before.timestamp()))
    for n in range(tasks.FOLDERS):
        tasks.clear_folder(f"{n:02x}", now - dt.timedelta(days=1))
    there = [keeping.path_of(row.digest).exists() for row in (kept, lost, fresh)]
    assert there == [True, False, True]
