"""One keyword-only function a verb, the actor first; nothing else writes an order.

Each takes `actor` (a User), `order` (as the actor saw it) and `now` (aware), and returns the order as it is
then. See `orders.step` for what every one of them checks, and `rules.STEPS` for who may do what from where.
"""

from zhixi.hotline.archive.actions.holding import hold, release
from zhixi.hotline.attachments.actions.attaching import attach, attach_evidence, withdraw_attachment
from zhixi.hotline.callbacks.actions import record_callback, send_callback_link, start_callback
from zhixi.hotline.orders.actions.dispatching import delegate, dispatch, review, take_up
from zhixi.hotline.orders.actions.ending import archive, conclude, pass_reply, reject_reply, reopen
from zhixi.hotline.orders.actions.helping import assist, assist_reply, change_lead, remove_assist
from zhixi.hotline.orders.actions.intake import (
    accept,
    amend,
    answer,
    create_draft,
    create_order,
    supplement,
    withdraw,
)
from zhixi.hotline.orders.actions.meetings import bind, convene
from zhixi.hotline.orders.actions.pausing import (
    ask_supplement,
    ask_suspension,
    grant_suspension,
    refuse_suspension,
    resume,
    suspend,
)
from zhixi.hotline.orders.actions.returns import refuse_return, send_back, uphold_return
from zhixi.hotline.orders.actions.sideways import (
    merge,
    merge_many,
    rule_unreasonable,
    unmerge,
)
from zhixi.hotline.orders.actions.splitting import split
from zhixi.hotline.orders.actions.time import (
    ask_extension,
    grant_extension,
    refuse_extension,
)
from zhixi.hotline.orders.actions.transfer import transfer
from zhixi.hotline.orders.actions.unit import handle, reply, sign
from zhixi.hotline.supervision.actions import circulate, mark_important, remind, supervise

__all__ = [
    "accept",
    "amend",
    "answer",
    "archive",
    "ask_extension",
    "ask_supplement",
    "ask_suspension",
    "assist",
    "assist_reply",
    "attach",
    "attach_evidence",
    "bind",
    "change_lead",
    "circulate",
    "conclude",
    "convene",
    "create_draft",
    "create_order",
    "delegate",
    "dispatch",
    "grant_extension",
    "grant_suspension",
    "handle",
    "hold",
    "mark_important",
    "merge",
    "merge_many",
    "pass_reply",
    "record_callback",
    "refuse_extension",
    "refuse_return",
    "refuse_suspension",
    "reject_reply",
    "release",
    "remind",
    "remove_assist",
    "reopen",
    "reply",
    "resume",
    "review",
    "rule_unreasonable",
    "send_back",
    "send_callback_link",
    "sign",
    "split",
    "start_callback",
    "supervise",
    "supplement",
    "suspend",
    "take_up",
    "transfer",
    "unmerge",
    "uphold_return",
    "withdraw",
    "withdraw_attachment",
]
