"""An order's fields as the chain keeps them: plain values, personal and free text sealed, so that the events
alone rebuild the order and nobody reads a caller out of them."""

from django.utils import timezone

from zhixi.hotline.orders.models import Order
from zhixi.hotline.privacy.sealing import seal

SEALED = frozenset(
    [
        "caller_name",
        "caller_phone",
        "calling_number",
        "title",
        "subject",
        "demand",
        "description",
        "answer",
        "address_text",
        "address_number",
        "poi",
        "incident_time_text",
    ]
)
# Kept by the chain itself (state), grown by one with each event (version), or made from a sealed field.
LEFT_OUT = frozenset({"id", "number", "version", "state", "caller_phone_digest", "calling_number_digest"})


def kept_fields() -> list[str]:
    """Attribute names of the fields that events carry (`unit_id`, `due_at`, …)."""
    return [field.attname for field in Order._meta.concrete_fields if field.attname not in LEFT_OUT]


def values_of(order: Order) -> dict:
    """The order's kept fields as they are, unsealed: for comparison in memory only."""
    return {name: getattr(order, name) for name in kept_fields()}


def changes(before: dict, order: Order) -> dict:
    """What differs from `before`, fit for an event: {field: new value}."""
    return {name: _kept(name, value) for name, value in values_of(order).items() if before.get(name) != value}


def _kept(name: str, value):
    if name in SEALED:
        return seal(value)
    if hasattr(value, "astimezone"):
        return timezone.localtime(value).isoformat()
    return value
