"""What the index holds of an order: its words by neighbouring characters, and what it can be narrowed by.

Pairs of characters in their places find any text of two characters or more exactly, whatever a dictionary thinks
of its words. Numbers of phones, identity cards and bank cards are masked first: nobody finds a person by them here.
"""

import tantivy

from zhixi.assist.knowledge.words import pairs, plain
from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.masking import mask_text, without_caller

LAYOUT = 1  # grows when documents are made in another way: another layout is another folder
TEXTS = ("title", "subject", "demand", "description", "answer", "address_text", "poi", "street", "community")
_APART = "¶"  # keeps what stands beside each other in two texts from being one word


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("pk", indexed=True, fast=True)
    builder.add_integer_field("at", indexed=True, fast=True)  # when the call came, then the key
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("facets", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def document(order: Order, units: set[int]) -> tantivy.Document:
    """units: the ids of all units that may see the order."""
    made = tantivy.Document()
    made.add_integer("pk", order.pk)
    made.add_integer("at", (int(order.created_at.timestamp()) << 30) + order.pk % (1 << 30))
    made.add_text("text", tokens_of(order))
    made.add_text("facets", " ".join(facets_of(order, units)))
    return made


def tokens_of(order: Order) -> str:
    found = []
    for name in TEXTS:
        text = getattr(order, name)
        if order.confidential or order.anonymous:
            text = without_caller(text, order.caller_name, order.caller_phone, order.calling_number)
        found += runs(mask_text(text))
    return f" {_APART} ".join(found)


def runs(text: str) -> list[str]:
    """Each unbroken run of a text as its pairs; the last character stands alone too, to be found by itself."""
    return [f"{' '.join(pairs(run))} {run[-1]}" if len(run) > 1 else run for run in _unbroken(text)]


def phrases(query: str) -> list[list[str]]:
    """Each run of what was asked as the pairs that must stand one after another."""
    return [pairs(run) for run in _unbroken(query)]


def facets_of(order: Order, units: set[int]) -> list[str]:
    """One word a value: "u:" a unit that sees it, the rest as `asking` narrows by them."""
    return [
        *(f"u:{pk}" for pk in sorted(units)),
        f"lead:{order.unit_id}",
        f"state:{order.state}",
        f"request_type:{order.request_type}",
        f"urgency:{order.urgency}",
        f"channel:{order.channel}",
        f"district:{order.district}".replace(" ", "_"),
        f"category:{order.category_id}",
        f"by:{order.created_by_id}",
    ]


def _unbroken(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in plain(text)).split()
