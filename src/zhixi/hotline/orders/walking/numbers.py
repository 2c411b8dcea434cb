"""The city's own numbers, as the book knows them."""

import dataclasses
import datetime as dt

from django.conf import settings


@dataclasses.dataclass(frozen=True, slots=True)
class Numbers:
    """The city's own numbers, as its settings give them. works: day → worked on; others count by weekday."""

    returns_a_unit: int
    return_limit: int
    return_days: int
    extension_days: int
    extension_total: int
    extension_grants: dict[str, int]
    supplement_asks: int
    attempts: int
    reopens: int
    parts: int
    files: int
    works: dict[dt.date, bool]


def of_the_city(works: dict[dt.date, bool]) -> Numbers:
    """The numbers that are set here."""
    return Numbers(
        returns_a_unit=settings.ORDER_RETURNS_A_UNIT,
        return_limit=settings.ORDER_RETURN_LIMIT,
        return_days=max(settings.ORDER_RETURN_DAYS, 1),
        extension_days=settings.ORDER_EXTENSION_DAYS,
        extension_total=settings.ORDER_EXTENSION_TOTAL,
        extension_grants=settings.ORDER_EXTENSION_GRANTS,
        supplement_asks=settings.ORDER_SUPPLEMENT_ASKS,
        attempts=settings.ORDER_CALLBACK_ATTEMPTS,
        reopens=settings.ORDER_REOPEN_LIMIT,
        parts=settings.ORDER_SPLIT_MOST,
        files=settings.ATTACHMENTS_MOST,
        works=works,
    )
