"""Enquiries that ended to the citizen's content, and what was asked and answered (已解决的咨询)."""

import re

from django.db.models import Exists, F, OuterRef, Q, Subquery

from zhixi.hotline.articles.choices import MarkMade
from zhixi.hotline.articles.models import Mark
from zhixi.hotline.callbacks.models import Callback
from zhixi.hotline.orders.choices import RequestType, Satisfaction, State
from zhixi.hotline.orders.models import Order, Reply
from zhixi.hotline.privacy.masking import without_caller

CONTENT = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED)
KEPT = Q(confidential=True) | Q(anonymous=True)  # of whose callers nothing is told
SHORTEST = 4  # characters of a question
_LONGEST = (200, 2000)  # characters of a question, of an answer
_FRAME = re.compile(r"^关于(咨询)?|的问题$|^咨询")


def solved(*, after, beyond: int, many: int):
    """Enquiries concluded after that moment (and, at it, with a greater key), the oldest first.

    A unit's answer counts where the last callback says solved and satisfied; one given on the spot where the order was
    not reopened and no callback says otherwise. Orders answered with an article are left out: there is an article.
    So are those of a confidential or anonymous caller: what he asked and how can tell who he is.
    """
    last = Callback.objects.filter(order=OuterRef("pk"), reached=True).order_by("-attempt")
    reply = Reply.objects.filter(order=OuterRef("pk"), accepted=True).order_by("-at", "-pk")
    rows = (
        Order.objects.exclude(KEPT)
        .filter(request_type=RequestType.ENQUIRY, state__in=(State.CONCLUDED, State.ARCHIVED))
        .filter(Q(concluded_at__gt=after) | Q(concluded_at=after, pk__gt=beyond))
    )
    rows = rows.annotate(
        content=Subquery(last.values("satisfaction")[:1]),
        settled=Subquery(last.values("solved")[:1]),
        replied=Subquery(reply.values("text")[:1]),
    )
    asked = Q(settled=True, content__in=CONTENT)
    spot = Q(answered_on_the_spot=True, reopened=0) & (Q(content=None) | asked)
    used = Mark.objects.filter(order=OuterRef("pk"), made=MarkMade.USED)
    rows = rows.filter(spot | (asked & ~Q(replied=None))).exclude(Exists(used))
    return rows.select_related("unit").order_by(F("concluded_at").asc(), "pk")[:many]


def asked_in(order) -> str:
    """What the citizen asked, without the caller and without the frame of a title; "" for too little."""
    text = _FRAME.sub("", " ".join((order.title or order.demand).split()))
    masked = _without(order, text)[: _LONGEST[0]]
    return masked if len(masked) >= SHORTEST else ""


def answered_in(order) -> str:
    return _without(order, (order.answer if order.answered_on_the_spot else order.replied) or "")[
        : _LONGEST[1]
    ]


def _without(order, text: str) -> str:
    return without_caller(text, order.caller_name, order.caller_phone, order.calling_number).strip()
