import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhixi.assist.documents.tests.making import REGULATION
from zhixi.hotline.articles.models import Article

pytestmark = pytest.mark.django_db


def sent(people, who: str, path: str = "", text: str | bytes = REGULATION, name: str = "办法.md", **wishes):
    client = Client()
    client.force_login(people[who])
    content = text if isinstance(text, bytes) else text.encode()
    form = {"file": SimpleUploadedFile(name, content), "size": len(content), "wishes": json.dumps(wishes)}
    return client.post(f"/api/documents{path}", form)


def test_a_preview_shows_what_would_become_of_it_and_writes_nothing(people):
    answer = sent(people, "editor", "/preview").json()
    assert answer["facts"]["title"] == "云汐市居住证管理办法" and answer["facts"]["dated"] == "2026-02-10"
    assert [piece["place"] for piece in answer["pieces"]] == [
        "第一条",
        "第二条",
        "第三条",
        "第四条",
        "第五条",
    ]
    assert {piece["fate"] for piece in answer["pieces"]} == {"new"} and answer["cut"] == "clause"
    assert not Article.objects.exists()


def test_what_was_looked_at_is_imported_and_listed(people):
    looked = sent(people, "reviewer", "/preview", cut="heading").json()
    done = sent(
        people, "reviewer", cut="heading", digest=looked["digest"], skip=[looked["pieces"][0]["place"]]
    )
    assert done.status_code == 200 and len(done.json()["added"]) == len(looked["pieces"]) - 1
    client = Client()
    client.force_login(people["editor"])
    row = client.get("/api/documents").json()["items"][0]
    assert row["drafts"] == row["articles"] == len(looked["pieces"]) - 1
    assert len(client.post(f"/api/documents/{row['id']}/submit").json()["keys"]) == row["drafts"]
    assert client.get("/api/documents").json()["items"][0]["drafts"] == 0


@pytest.mark.parametrize("path", ["", "/preview"])
def test_an_agent_may_neither_look_nor_import_nor_see_the_list(people, path):
    assert sent(people, "agent", path).status_code == 403
    client = Client()
    client.force_login(people["agent"])
    assert client.get("/api/documents").json()["items"] == []
    assert client.post("/api/documents/1/submit").status_code == 404


def test_a_stranger_is_asked_to_sign_in():
    assert Client().get("/api/documents").status_code == 401


@pytest.mark.parametrize(
    ("wishes", "status"),
    [
        ({"depth": 9}, 422),
        ({"cut": "words"}, 422),
        ({"facts": {"dated": "soon"}}, 422),
        ({"skip": "all"}, 422),
    ],
)
def test_wishes_that_make_no_sense_are_refused(people, wishes, status):
    answer = sent(people, "editor", "/preview", **wishes)
    assert answer.status_code == status and answer.json()["error"]["cure"]


def test_a_fact_that_is_emptied_is_empty(people):
    answer = sent(
        people, "editor", "/preview", facts={"number": None, "valid_to": None, "title": "办法"}
    ).json()
    assert answer["facts"]["number"] == "" and answer["facts"]["valid_to"] is None
    assert answer["pieces"][0]["title"].startswith("办法：第一条")
    assert sent(people, "editor", facts={"title": None}).json()["error"]["field"] == "title"


def test_a_file_over_the_limit_is_refused_before_it_is_read(people, settings):
    settings.DOCUMENT_BYTES = settings.ATTACHMENT_BYTES = 1 << 20
    answer = sent(people, "editor", "/preview", text=b"x" * (1 << 20) + b"y")
    assert answer.status_code == 422 and "超过1 MB" in answer.json()["error"]["message"]
    answer = sent(people, "editor", "/preview", text=b"x" * (3 << 20))
    assert answer.status_code == 422 and "超过1 MB" in answer.json()["error"]["message"]


def test_an_empty_or_cut_off_file_is_refused(people):
    assert "空" in sent(people, "editor", "/preview", text="").json()["error"]["message"]
    client = Client()
    client.force_login(people["editor"])
    form = {"file": SimpleUploadedFile("a.md", b"# a"), "size": 99, "wishes": "{}"}
    assert "没有传完整" in client.post("/api/documents/preview", form).json()["error"]["message"]
