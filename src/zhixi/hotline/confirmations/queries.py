"""What was asked of units, as others need it."""

from collections.abc import Iterable

from zhixi.hotline.confirmations.models import Confirmation


def unconfirmed(keys: Iterable[str], today) -> set[str]:
    """Of these articles, those that a unit should have confirmed before today and has not (未经单位确认)."""
    rows = Confirmation.objects.overdue_on(today).filter(article__key__in=list(keys))
    return set(rows.values_list("article__key", flat=True))
