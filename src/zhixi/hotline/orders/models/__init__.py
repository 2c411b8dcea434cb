from zhixi.hotline.orders.models.beside import (
    Assisting,
    DayCounter,
    Extension,
    Meeting,
    OfOrderQuerySet,
    Reply,
    Return,
)
from zhixi.hotline.orders.models.order import Order, OrderQuerySet, beside_q, by_key, units_of

__all__ = [
    "Assisting",
    "DayCounter",
    "Extension",
    "Meeting",
    "OfOrderQuerySet",
    "Order",
    "OrderQuerySet",
    "Reply",
    "Return",
    "beside_q",
    "by_key",
    "units_of",
]
