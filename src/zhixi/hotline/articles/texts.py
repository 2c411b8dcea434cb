"""What is written into an article: which fields it takes, what cannot be stored, and what a change put in place of what."""

from zhixi.errors import BadInput
from zhixi.hotline.articles.elements import TOLD
from zhixi.hotline.articles.models import Article
from zhixi.hotline.units.models import Category, Unit

TEXTS = (
    "title",
    "variants",
    *TOLD,
    "district",
    "source",
    "clause",
    "tags",
    "files",
    "valid_from",
    "valid_to",
)
LONGEST = 20_000  # characters of the answer, and of each part
CONTRIBUTED = ("title", *TOLD, "source", "clause", "files")


def fill(article: Article, fields: dict) -> None:
    for name in TEXTS:
        if name in fields:
            setattr(article, name, fields[name])
    for name, model in (("category", Category), ("unit", Unit)):
        if name not in fields:
            continue
        found = model.objects.filter(code=fields[name]).first() if fields[name] else None
        if fields[name] and found is None:
            raise BadInput(f"没有编码为 {fields[name]} 的{model._meta.verbose_name}", field=name)
        setattr(article, name, found)


def guard(article: Article) -> None:
    for name, limit in (("title", 200), ("district", 40), ("source", 200), ("clause", 80)):
        if len(getattr(article, name)) > limit:
            raise BadInput(f"{Article._meta.get_field(name).verbose_name}超过{limit}字", field=name)
    for name in TOLD:
        if len(getattr(article, name)) > LONGEST:
            raise BadInput(f"{Article._meta.get_field(name).verbose_name}超过{LONGEST}字", field=name)
    if not article.title.strip() or not article.body.strip():
        raise BadInput("标题和答案不能为空", field="title" if not article.title.strip() else "body")
    if article.valid_from and article.valid_to and article.valid_to < article.valid_from:
        raise BadInput("失效日期早于生效日期", field="valid_to")


def values(article: Article) -> dict:
    values = {name: getattr(article, name) for name in TEXTS}
    values |= {"category": article.category_id, "unit": article.unit_id}
    return {
        name: value if isinstance(value, list | int | None) else str(value) for name, value in values.items()
    }


def difference(before: dict, after: dict) -> dict:
    """What a change put in the place of what: nothing that was ever an answer is lost."""
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    return {"changed": changed}
