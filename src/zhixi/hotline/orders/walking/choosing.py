"""Which verb is tried next, and by whom."""

import random

from zhixi.hotline.orders.walking import book
from zhixi.hotline.orders.walking.book import Memo, Person

AIMED, MOVING = 0.65, 0.7
ENDINGS = frozenset({"withdraw", "rule_unreasonable", "merge", "answer", "archive", "suspend", "convene"})
ONWARD = frozenset(
    [
        "accept",
        "review",
        "dispatch",
        "sign",
        "handle",
        "send_back",
        "reply",
        "uphold_return",
        "refuse_return",
        "bind",
        "pass_reply",
        "reject_reply",
        "start_callback",
        "record_callback",
        "conclude",
        "reopen",
        "archive",
        "merge",
        "delegate",
        "take_up",
        "change_lead",
        "resume",
    ]
)


def choose(memo: Memo, people: list[Person], chance: random.Random) -> tuple[str, Person]:
    """Mostly what may pass, so that the walk gets somewhere; else anything by anybody."""
    if chance.random() < AIMED:
        fitting = [verb for verb, states in book.STATES.items() if memo.state in states]
        dice = chance.random()
        onward = [verb for verb in fitting if verb in ONWARD and (dice < 0.1 or verb not in ENDINGS)]
        verb = chance.choice(onward if onward and chance.random() < MOVING else fitting or ["hold"])
        if verb in ENDINGS and chance.random() < 0.5 and fitting:
            verb = chance.choice(fitting)
        right = [person for person in people if book.right(verb, person, memo) == book.OK]
        if right:
            return verb, chance.choice(right)
        return verb, chance.choice(people)
    verb = chance.choice(list(book.TABLE))
    roles = book.ROLES[verb] if chance.random() < 0.7 else frozenset(who.role for who in people)
    return verb, chance.choice([who for who in people if who.role in roles])
