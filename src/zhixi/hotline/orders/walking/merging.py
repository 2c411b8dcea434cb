"""What follows where orders are merged into one (合并): for the master, and for those that wait for it."""

from zhixi.hotline.orders.walking.book import Memo


def _merge(memo, given, who, now):
    memo.before, memo.state, memo.master = memo.state, "merged", given["master"]
    memo.master.merged.append(memo)


def _unmerge(memo, given, who, now):
    memo.state = memo.before
    leave(memo)


def leave(memo: Memo) -> None:
    if memo.master is not None:
        memo.master.merged.remove(memo)
        memo.master = None


def recall(memo: Memo) -> list[Memo]:
    """Those who were answered and not asked yet wait again, as they did before."""
    found = [one for one in memo.merged if one.state in ("replied", "reply_reviewed")]
    for one in found:
        one.state, one.replied, one.attempts = "merged", False, []
        if one.before in ("accepted", "reviewed"):
            one.unit = ""
    return found


def _end(memo, given, who, now):
    """A master that ends without a reply sets those free that wait for it."""
    memo.stops.clear()
    found = [one for one in memo.merged if one.state == "merged"]
    for one in found:
        _unmerge(one, {}, who, now)
    return found


MERGING = {
    "merge": _merge,
    "unmerge": _unmerge,
    "answer": _end,
    "withdraw": _end,
    "rule_unreasonable": _end,
}
