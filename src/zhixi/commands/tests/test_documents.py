import pytest

from zhixi.assist.documents.tests.making import REGULATION, docx, kept, paragraphs
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(monkeypatch, db):
    monkeypatch.setattr("zhixi.office.open_office", lambda: None)
    User.objects.create_user(username="editor", name="采编", role=Role.KNOWLEDGE_EDITOR)
    User.objects.create_user(username="agent", name="话务员", role=Role.AGENT)


def zhixi(*words) -> int:
    from zhixi.__main__ import main

    return main(["documents", *map(str, words)])


def test_files_become_drafts_and_a_dry_run_writes_nothing(tmp_path, capsys):
    path = kept(tmp_path, "办法.docx", docx(paragraphs(REGULATION)))
    assert zhixi(path, "--dry-run") == 0
    told = capsys.readouterr().out
    assert "新建草稿" in told and "第三条" in told and not Article.objects.exists()
    assert zhixi(path) == 0 and Article.objects.count() == 5
    assert "新建草稿 5" in capsys.readouterr().out
    assert zhixi(path) == 0 and Article.objects.count() == 5


def test_one_bad_file_of_two_and_nothing_is_written(tmp_path, capsys):
    good, bad = kept(tmp_path, "a.txt", REGULATION), kept(tmp_path, "b.pdf", b"%PDF-rubbish")
    assert zhixi(good, bad) == 2
    assert "已损坏" in capsys.readouterr().err and not Article.objects.exists()


def test_a_table_is_mapped_by_hand(tmp_path):
    path = kept(tmp_path, "口径.csv", "Q,A\n怎么补卡,到社区补。\n")
    assert zhixi(path) == 2
    assert zhixi(path, "--map", "标题=Q", "答案=A") == 0
    assert Article.objects.get().body == "到社区补。"


def test_only_an_editor_imports(tmp_path, capsys):
    path = kept(tmp_path, "a.txt", REGULATION)
    assert zhixi(path, "--by", "agent") == 2 and zhixi(path, "--by", "nobody") == 2
    assert zhixi(tmp_path / "none.docx") == 2
    assert not Article.objects.exists() and "话务员不能导入" in capsys.readouterr().err
