"""When a verb about time is refused: extension, suspension, waiting for the citizen (延期, 挂起, 补充)."""


def _ask_extension(memo, given, who, now, city):
    days = given["days"]
    return (
        memo.extension is not None
        or not 1 <= days <= city.extension_days
        or (memo.due is not None and now > memo.due)
        or memo.granted + days > city.extension_total
    )


def _grant_extension(memo, given, who, now, city):
    if memo.extension is None:
        return True
    asker, days = memo.extension
    return (
        asker == who.name
        or days > city.extension_grants[who.role]
        or (who.role == "unit_lead" and memo.unit_granted)
        or memo.granted + days > city.extension_total
    )


def _refuse_extension(memo, given, who, now, city):
    return memo.extension is None


def _suspend(memo, given, who, now, city):
    return "suspension" in memo.stops


def _ask_suspension(memo, given, who, now, city):
    return memo.suspension_asked


def _rule_suspension(memo, given, who, now, city):
    return not memo.suspension_asked


def _ask_supplement(memo, given, who, now, city):
    return memo.waits >= city.supplement_asks or "waiting" in memo.stops


PAUSE_QUESTIONS = {
    "ask_extension": _ask_extension,
    "grant_extension": _grant_extension,
    "refuse_extension": _refuse_extension,
    "suspend": _suspend,
    "ask_suspension": _ask_suspension,
    "grant_suspension": _rule_suspension,
    "refuse_suspension": _rule_suspension,
    "ask_supplement": _ask_supplement,
}
