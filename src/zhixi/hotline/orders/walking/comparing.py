"""Holding the office against the book: one order's row, the length of the chain, the kind of a refusal."""

from zhixi.errors import IllegalStep, NotAllowed, NotFound, ZhixiError
from zhixi.hotline.audit.models import ChainHead
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.walking import book
from zhixi.hotline.orders.walking.book import Memo

# what of an order is held against the book: its name there → the column
SEEN = {
    "state": "state",
    "unit": "unit__code",
    "answering": "responsible_unit__code",
    "bound": "bound",
    "important": "important",
    "held": "held",
    "reopened": "reopened",
    "returned": "returned",
    "master": "master__number",
    "replied": "replied_at",
}


class Astray(AssertionError):
    """The office and the book disagree."""


def compare(memo: Memo) -> None:
    """Raises Astray where the row is not what the book remembers."""
    there = Order.objects.values(*SEEN.values()).get(number=memo.number)
    there = {name: there[column] for name, column in SEEN.items()}
    there |= {name: there[name] or "" for name in ("unit", "answering", "master")}
    there["replied"] = there["replied"] is not None
    told = {name: getattr(memo, name) for name in SEEN.keys() - {"returned", "master"}}
    told |= {"returned": len(memo.returns), "master": memo.master.number if memo.master else ""}
    if wrong := {name: (there[name], told[name]) for name in there if there[name] != told[name]}:
        raise Astray(f"{memo.number}: (office, book) {wrong}")


def seen(memo: Memo) -> Order:
    """The order as somebody at a screen has it: which one, and its version."""
    return Order.objects.only("number", "version").get(number=memo.number)


def head() -> int:
    return ChainHead.objects.values_list("n", flat=True).get(pk=1)


def kind_of(refusal: ZhixiError) -> str:
    if isinstance(refusal, NotFound):
        return book.ABSENT
    if isinstance(refusal, NotAllowed):
        return book.FORBIDDEN
    return book.ILLEGAL if isinstance(refusal, IllegalStep) else book.REFUSED
