"""Standard answers from a folder of Markdown files or from a table (知识条目)."""

import pathlib

import yaml
from django.db import transaction

from zhixi.assist.documents import parted
from zhixi.errors import BadInput
from zhixi.hotline.articles.choices import ArticleState, Element
from zhixi.hotline.articles.models import Article
from zhixi.hotline.articles.versions import release
from zhixi.hotline.imports.columns import Column, Table, date, listed, one_of, short
from zhixi.hotline.imports.keeping import Kept
from zhixi.hotline.imports.naming import known_categories, known_units, once
from zhixi.hotline.imports.traces import note_import


@transaction.atomic
def import_articles(path: pathlib.Path, *, actor, now, chosen=None) -> Kept:
    """A table (xlsx, csv), one article a row. What a centre brings along is already approved: published."""
    table = Table(path, article_columns(), chosen)
    return _keep([line.values for line in once(table, list(table.lines()), ("key",))], actor=actor, now=now)


@transaction.atomic
def import_article_folder(folder: pathlib.Path, *, actor, now) -> Kept:
    """All *.md of a folder, each with its YAML front matter between two lines of ---."""
    columns, articles, seen = article_columns(), [], {}
    for path in sorted(folder.glob("*.md")):
        values = read_article(path, columns)
        if values["key"] in seen:
            raise BadInput(f"{path}: key {values['key']} is also in {seen[values['key']]}", cure="rename one")
        seen[values["key"]] = path
        articles.append(values)
    return _keep(articles, actor=actor, now=now)


def read_article(path: pathlib.Path, columns: tuple[Column, ...]) -> dict:
    """One file as values of an article; what stands below 所需材料 and the like is taken as that.

    Raises BadInput naming file, field and cure.
    """
    front, body = _parts(path)
    left, parts = parted(body)
    values = {"body": left}
    for column in columns:
        if column.name == "body":
            continue
        text = front.get(column.name)
        if isinstance(text, list):
            values[column.name] = [str(part) for part in text]
            continue
        text = "" if text is None else str(text).strip()
        text = "\n".join(filter(None, (text, parts.get(column.name))))
        if not text and column.required:
            raise BadInput(f"{path}: {column.name} is missing", cure=f"write `{column.name}: …` at its top")
        try:
            values[column.name] = column.read(text) if text else column.empty
        except ValueError as error:
            raise BadInput(f"{path}: {column.name} is {text[:40]!r}", cure=str(error)) from None
    return values


def _parts(path: pathlib.Path) -> tuple[dict, str]:
    cure = "begin the file with ---, lines such as `title: …`, and ---, then the answer; save it as UTF-8"
    try:
        text = path.read_text(encoding="utf-8-sig")
        opening, front, body = text.split("---\n", 2)
        values = yaml.safe_load(front)
    except (UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        raise BadInput(f"{path} cannot be read: {error}", cure=cure) from None
    if opening.strip() or not isinstance(values, dict) or not body.strip():
        raise BadInput(f"{path} is not an article", cure=cure)
    return values, body.strip()


def _keep(articles: list[dict], *, actor, now) -> Kept:
    kept = Kept("articles")
    present = {a.key: a for a in Article.objects.filter(key__in=[v["key"] for v in articles])}
    for values in articles:
        article = present.get(values["key"])
        if article is None:
            article = Article.objects.create(
                **values, written_by=actor, changed_at=now, state=ArticleState.PUBLISHED
            )
            kept.added += 1
        elif any(getattr(article, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(article, name, value)
            article.revision += 1
            article.changed_at, article.written_by, article.state = now, actor, ArticleState.PUBLISHED
            article.save()
            kept.changed += 1
        else:
            kept.same += 1
            continue
        release(article=article, by=actor, at=now, now=now)
        kept.keys.append(values["key"])
    if kept.touched:
        note_import(actor=actor, subject="articles", key="articles", kept=kept, now=now)
    return kept


def article_columns() -> tuple[Column, ...]:
    return (
        Column("key", "编号", short(60), required=True),
        Column("title", "标题", short(200), required=True),
        Column("body", "答案", required=True),
        *(Column(part.value, part.label) for part in Element),
        Column("variants", "问法", listed, empty=[]),
        Column("category", "事项分类", one_of(known_categories(), "category", ""), empty=None),
        Column("unit", "责任单位", one_of(known_units(), "unit", ""), empty=None),
        Column("district", "适用区县", short(40)),
        Column("source", "依据", short(200)),
        Column("clause", "条款", short(80)),
        Column("tags", "标签", listed, empty=[]),
        Column("valid_from", "生效", date, empty=None),
        Column("valid_to", "失效", date, empty=None),
    )
