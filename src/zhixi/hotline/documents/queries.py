"""Sources and plans as the browser shows them."""

import dataclasses

from django.db.models import Count, Q

from zhixi.assist.documents.kinds import LABELS
from zhixi.hotline.articles.choices import ArticleState
from zhixi.hotline.articles.elements import joined
from zhixi.hotline.documents.choices import Cut
from zhixi.hotline.documents.models import Source
from zhixi.hotline.documents.planning import Plan, Planned
from zhixi.hotline.documents.rows import body_of
from zhixi.hotline.imports.articles import article_columns

SHOWN = 600  # letters of a piece in a preview


def sources(user):
    drafts = Q(parts__article__state=ArticleState.DRAFT, parts__gone_at=None)
    counted = {"articles": Count("parts"), "drafts": Count("parts", filter=drafts)}
    return Source.objects.visible_to(user).select_related("by").annotate(**counted)


def source_row(source: Source) -> dict:
    plain = ("title", "office", "number", "dated", "name", "cut", "edition", "at", "articles", "drafts")
    return {"id": source.pk, "by": source.by.name} | {name: getattr(source, name) for name in plain}


def plan_out(plan: Plan) -> dict:
    document = plan.document
    return {
        "kind": LABELS[document.kind],
        "pages": document.pages,
        "digest": plan.digest,
        "notes": list(document.notes),
        "facts": dataclasses.asdict(plan.facts),
        "cut": plan.cut,
        "depth": plan.depth,
        "known": plan.source.title if plan.source else "",
        "known_at": plan.source.at if plan.source else None,
        "header": list(document.header),
        "columns": _columns(plan) if plan.cut == Cut.ROWS else [],
        "pieces": [_piece(planned) for planned in plan.pieces],
        "gone": [{"key": p.article.key, "place": p.place, "title": p.article.title} for p in plan.gone],
    }


def _columns(plan: Plan) -> list[dict]:
    return [
        {
            "field": column.name,
            "label": column.label,
            "required": column.name in ("title", "body"),
            "column": plan.columns.get(column.name, ""),
        }
        for column in article_columns()
    ]


def _piece(planned: Planned) -> dict:
    fields = planned.fields
    body = joined(fields.get("body", "") or body_of(planned.piece.body), fields)
    return {
        "place": planned.piece.place,
        "clause": planned.piece.clause,
        "title": planned.piece.title,
        "body": body[:SHOWN],
        "letters": len(body),
        "fate": planned.fate,
        "key": planned.key,
        "wrong": planned.wrong,
    }
