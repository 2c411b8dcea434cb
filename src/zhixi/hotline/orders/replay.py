"""An order rebuilt from its events alone: what the chain says it is, to be held against the row."""

import dataclasses

from zhixi.hotline.audit.models import Event
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.snapshot import kept_fields
from zhixi.hotline.privacy.sealing import PREFIX, unseal

UNVERSIONED = frozenset({"reveal", "overdue", "ladder", "recount"})  # nobody's open form turns stale by them


@dataclasses.dataclass(frozen=True)
class Rebuilt:
    """state, version, and the kept fields (`snapshot.kept_fields`) with their values unsealed."""

    state: str
    version: int
    fields: dict


def rebuild(number: str) -> Rebuilt:
    """Play the events of one order from its first."""
    fields = {name: getattr(Order(), name) for name in kept_fields()}
    state, version = "", 0
    for event in Event.objects.filter(subject="order", key=number).order_by("n"):
        for name, value in event.data.get("changed", {}).items():
            fields[name] = _read(name, value)
        state, version = event.to_state, version + (event.verb not in UNVERSIONED)
    return Rebuilt(state, version, fields)


def differences(order: Order) -> dict[str, tuple]:
    """Where the row is not what its events say: field → (row, events). Empty when they agree."""
    rebuilt = rebuild(order.number)
    row = {name: getattr(order, name) for name in kept_fields()}
    row |= {"state": order.state, "version": order.version}
    told = rebuilt.fields | {"state": rebuilt.state, "version": rebuilt.version}
    return {name: (row[name], told[name]) for name in row if row[name] != told[name]}


def _read(name: str, value):
    if isinstance(value, str) and value.startswith(PREFIX):
        return unseal(value)
    field = next(field for field in Order._meta.concrete_fields if field.attname == name)
    return value if field.is_relation else field.to_python(value)
