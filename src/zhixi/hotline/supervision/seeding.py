"""The ladder that ships with the product; it fills an empty table, and changes nothing that was edited."""

from zhixi.hotline.deadlines.choices import Clock
from zhixi.hotline.supervision.choices import Rung, Span

# clock, before the limit, amount, span, rung, whom to tell
RULES = (
    (Clock.HANDLE, True, 20, Span.PERCENT, Rung.WARN, ["unit"]),
    (Clock.HANDLE, True, 1, Span.WORKING_DAYS, Rung.WARN, ["unit"]),
    (Clock.HANDLE, False, 1, Span.WORKING_DAYS, Rung.SUPERVISE, ["unit", "supervisor"]),
    (Clock.HANDLE, False, 3, Span.WORKING_DAYS, Rung.CIRCULATE, ["unit", "supervisor", "leader"]),
    (Clock.SIGN, False, 24, Span.HOURS, Rung.SUPERVISE, ["unit", "supervisor"]),
    (Clock.DISPATCH, False, 1, Span.HOURS, Rung.SUPERVISE, ["dispatcher", "team_leader"]),
    (Clock.CALLBACK, False, 1, Span.WORKING_DAYS, Rung.SUPERVISE, ["team_leader"]),
)


def seed(using: str = "default") -> None:
    from zhixi.hotline.supervision.models import LadderRule

    rules = LadderRule.objects.using(using)
    if not rules.exists():
        fields = ("clock", "before", "amount", "span", "rung", "tells")
        rules.bulk_create([LadderRule(**dict(zip(fields, row, strict=True))) for row in RULES])


def after_migrate(sender, using, apps=None, **kwargs) -> None:
    try:
        if apps is not None:  # a flush of the tables gives none, and they are all there
            apps.get_model("supervision", "LadderRule")
    except LookupError:  # migrated back to before this table
        return
    seed(using)
