"""Enquiries that ended without an answer, as gaps with their calls: noted when the order of the call is saved."""

from zhixi.hotline.calls.rows import last_of
from zhixi.hotline.gaps import actions
from zhixi.hotline.gaps.models import ASKERS
from zhixi.hotline.orders.choices import RequestType
from zhixi.hotline.privacy.masking import without_caller


def note(*, actor, call, order, article_keys, now) -> None:
    """What the caller asked last stood without an answer, and the agent used no article: that is a gap.

    Only of enquiries: a complaint needs no article. Not of a caller who will not be known: his words would be shown to
    editors and units, and how he put it can tell who he is.
    """
    if order.confidential or order.anonymous:
        return
    told = last_of(call, "answers")
    if not told or told["answered"] or article_keys or actor.role not in ASKERS:
        return
    question = without_caller(
        told.get("question", ""), order.caller_name, order.caller_phone, order.calling_number
    )
    if order.request_type == RequestType.ENQUIRY and len(question.strip()) >= actions.SHORTEST:
        actions.ask(actor=actor, question=question, call=call, now=now)
