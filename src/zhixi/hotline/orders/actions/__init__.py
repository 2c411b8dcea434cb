"""One keyword-only function a verb, the actor first; nothing else writes an order.

Each takes `actor` (a User), `order` (as the actor saw it) and `now` (aware), and returns the order as it is
then. See `orders.step` for what every one of them checks, and `rules.STEPS` for who may do what from where.
"""

from zhixi.hotline.archive.actions.holding import hold, release
from zhixi.hotline.callbacks.actions import record_callback, start_callback
from zhixi.hotline.orders.actions.dispatching import assist, delegate, dispatch, review
from zhixi.hotline.orders.actions.ending import archive, conclude, pass_reply, reject_reply, reopen
from zhixi.hotline.orders.actions.intake import (
    accept,
    amend,
    answer,
    create_draft,
    create_order,
    supplement,
    withdraw,
)
from zhixi.hotline.orders.actions.returns import bind, convene, refuse_return, send_back, uphold_return
from zhixi.hotline.orders.actions.sideways import mark_important, merge, rule_unreasonable, unmerge
from zhixi.hotline.orders.actions.time import (
    ask_extension,
    grant_extension,
    refuse_extension,
    resume,
    suspend,
)
from zhixi.hotline.orders.actions.unit import assist_reply, handle, reply, sign
from zhixi.hotline.supervision.actions import circulate, remind, supervise

__all__ = [
    "accept",
    "amend",
    "answer",
    "archive",
    "ask_extension",
    "assist",
    "assist_reply",
    "bind",
    "circulate",
    "conclude",
    "convene",
    "create_draft",
    "create_order",
    "delegate",
    "dispatch",
    "grant_extension",
    "handle",
    "hold",
    "mark_important",
    "merge",
    "pass_reply",
    "record_callback",
    "refuse_extension",
    "refuse_return",
    "reject_reply",
    "release",
    "remind",
    "reopen",
    "reply",
    "resume",
    "review",
    "rule_unreasonable",
    "send_back",
    "sign",
    "start_callback",
    "supervise",
    "supplement",
    "suspend",
    "unmerge",
    "uphold_return",
    "withdraw",
]
