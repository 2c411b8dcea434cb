"""One table from a verb to the body that the browser sends and the action that takes it."""

from collections.abc import Callable
from typing import NamedTuple

from zhixi.hotline.orders import actions, bodies
from zhixi.hotline.orders.reading import arguments_of, fields_of


class Entry(NamedTuple):
    body: type[bodies.Body]
    action: Callable


def _amendment(body: bodies.Amendment, actor) -> dict:
    return {"fields": fields_of(body, actor), "reason": body.reason}


VERBS: dict[str, Entry] = {
    "accept": Entry(bodies.Body, actions.accept),
    "amend": Entry(bodies.Amendment, actions.amend),
    "answer": Entry(bodies.Answer, actions.answer),
    "withdraw": Entry(bodies.Reason, actions.withdraw),
    "review": Entry(bodies.Note, actions.review),
    "dispatch": Entry(bodies.Dispatch, actions.dispatch),
    "split": Entry(bodies.Split, actions.split),
    "assist": Entry(bodies.Assist, actions.assist),
    "remove_assist": Entry(bodies.OfUnit, actions.remove_assist),
    "change_lead": Entry(bodies.OfUnit, actions.change_lead),
    "sign": Entry(bodies.Body, actions.sign),
    "handle": Entry(bodies.Note, actions.handle),
    "send_back": Entry(bodies.SendBack, actions.send_back),
    "reply": Entry(bodies.ReplyBody, actions.reply),
    "assist_reply": Entry(bodies.OpinionBody, actions.assist_reply),
    "delegate": Entry(bodies.ToUnit, actions.delegate),
    "take_up": Entry(bodies.Note, actions.take_up),
    "uphold_return": Entry(bodies.ToUnit, actions.uphold_return),
    "refuse_return": Entry(bodies.NeededNote, actions.refuse_return),
    "convene": Entry(bodies.Convene, actions.convene),
    "bind": Entry(bodies.Bind, actions.bind),
    "attach": Entry(bodies.Attach, actions.attach),
    "attach_evidence": Entry(bodies.AttachEvidence, actions.attach_evidence),
    "withdraw_attachment": Entry(bodies.WithdrawAttachment, actions.withdraw_attachment),
    "ask_extension": Entry(bodies.Extend, actions.ask_extension),
    "grant_extension": Entry(bodies.Note, actions.grant_extension),
    "refuse_extension": Entry(bodies.NeededNote, actions.refuse_extension),
    "suspend": Entry(bodies.Suspend, actions.suspend),
    "ask_suspension": Entry(bodies.AskSuspension, actions.ask_suspension),
    "grant_suspension": Entry(bodies.Note, actions.grant_suspension),
    "refuse_suspension": Entry(bodies.NeededNote, actions.refuse_suspension),
    "resume": Entry(bodies.Note, actions.resume),
    "ask_supplement": Entry(bodies.SaidText, actions.ask_supplement),
    "supplement": Entry(bodies.SaidText, actions.supplement),
    "pass_reply": Entry(bodies.Note, actions.pass_reply),
    "reject_reply": Entry(bodies.NeededNote, actions.reject_reply),
    "start_callback": Entry(bodies.Body, actions.start_callback),
    "send_callback_link": Entry(bodies.Body, actions.send_callback_link),
    "record_callback": Entry(bodies.CallbackBody, actions.record_callback),
    "conclude": Entry(bodies.Note, actions.conclude),
    "reopen": Entry(bodies.Reopen, actions.reopen),
    "archive": Entry(bodies.Body, actions.archive),
    "hold": Entry(bodies.Reason, actions.hold),
    "release": Entry(bodies.Reason, actions.release),
    "merge": Entry(bodies.Merge, actions.merge),
    "unmerge": Entry(bodies.Reason, actions.unmerge),
    "rule_unreasonable": Entry(bodies.Unreasonable, actions.rule_unreasonable),
    "mark_important": Entry(bodies.Important, actions.mark_important),
    "remind": Entry(bodies.SaidText, actions.remind),
    "supervise": Entry(bodies.SaidText, actions.supervise),
    "circulate": Entry(bodies.SaidText, actions.circulate),
}


def take(verb: str, *, actor, order, body: bodies.Body, now):
    """Do a verb as the browser asks for it, and return the order as it is then."""
    entry = VERBS[verb]
    order.version = body.version  # as the person at the screen saw it: the action compares it under the lock
    read = _amendment if verb == "amend" else arguments_of
    return entry.action(actor=actor, order=order, now=now, **read(body, actor))
