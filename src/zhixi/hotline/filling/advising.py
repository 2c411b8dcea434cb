"""What a written request's own words say beside the order that was made of it (来信核对): for who reviews it."""

from zhixi.hotline.calls.drafts import as_fields
from zhixi.hotline.filling import slots, written
from zhixi.hotline.orders.choices import Channel, Urgency
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.reading import ADDRESS
from zhixi.hotline.orders.rules import STEPS
from zhixi.hotline.privacy.rules import FIELDS, shown, text_shown

# Somebody chose these, perhaps the citizen himself, who does not know the office's: another word is worth a look.
DOUBTED = ("request_type", "category", "urgency", "confidential", "anonymous", "callback_wanted")
SURE = 0.5  # of a category that is to stand in the place of another


def beside(*, order, viewer) -> list[dict]:
    """WrittenAdvice rows: a value for each field that is empty, or that the text speaks against. Nothing is kept.

    Of calls there is none: they are filled while they last. What the viewer may not read is not read for him.
    """
    if order.channel == Channel.PHONE or order.state not in STEPS["amend"].start:
        return []
    text = text_shown(viewer, order, order.description)
    found = written.suggestions(text, order.created_at)["fields"]
    rows = (_row(order, viewer, text, name, found[name]) for name in slots.SLOTS if name in found)
    return [row for row in rows if row]


def _row(order, viewer, text: str, name: str, field: dict) -> dict | None:
    parts = _parts(order, viewer, name, field)
    if not parts:
        return None
    return {
        "field": name,
        "label": slots.LABELS[name],
        "parts": parts,
        "text": field["text"],
        "now": _now(order, viewer, name),
        "words": [text[e["start"] : e["end"]] for e in field["evidence"]],
        "confidence": field["confidence"],
    }


def _parts(order, viewer, name: str, field: dict) -> dict:
    """The parts of an `OrderForm` to change; {} where the order says as much already."""
    if name == "address":
        empty = {
            part: text for part, text in field["value"].items() if text and not getattr(order, ADDRESS[part])
        }
        return {"address": empty} if empty else {}
    if name == "related_order" and not _known(viewer, field["value"]):
        return {}
    stands = {part: getattr(order, part) for part in as_fields(name, field["value"])}
    if name not in DOUBTED:
        return {} if any(stands.values()) else slots.form_parts(name, field["value"])
    there = getattr(stands[name], "code", stands[name])
    proposed = as_fields(name, field["value"])[name]
    if proposed == there or (name == "urgency" and not _graver(proposed, there)):
        return {}
    if name == "category" and there and field["confidence"] < SURE:
        return {}
    return {name: proposed}


def _known(viewer, number: str) -> bool:
    return Order.objects.visible_to(viewer).filter(number=number).exists()


def _graver(one: str, other: str) -> bool:
    ranks = list(Urgency.values)
    return ranks.index(one) > ranks.index(other)


def _now(order, viewer, name: str) -> str:
    """What stands in the order, as this person sees it; "" where nothing does."""
    if name in FIELDS:
        return shown(viewer, order, name)
    if name == "address":
        return order.address_text
    if name == "category":
        return order.category.path if order.category else ""
    if isinstance(stands := getattr(order, name, None), bool):
        return "是" if stands else "否"
    told = getattr(order, f"get_{name}_display", None)
    return told() if told else ""
