"""One table from a verb to the body that the browser sends and the action that takes it."""

from collections.abc import Callable
from typing import NamedTuple

from zhixi.hotline.orders import actions, forms
from zhixi.hotline.orders.reading import arguments_of, fields_of


class Entry(NamedTuple):
    body: type[forms.Body]
    action: Callable


def _amendment(body: forms.Amendment, actor) -> dict:
    return {"fields": fields_of(body, actor), "reason": body.reason}


VERBS: dict[str, Entry] = {
    "accept": Entry(forms.Body, actions.accept),
    "amend": Entry(forms.Amendment, actions.amend),
    "answer": Entry(forms.Answer, actions.answer),
    "withdraw": Entry(forms.Reason, actions.withdraw),
    "review": Entry(forms.Note, actions.review),
    "dispatch": Entry(forms.Dispatch, actions.dispatch),
    "split": Entry(forms.Split, actions.split),
    "assist": Entry(forms.Assist, actions.assist),
    "remove_assist": Entry(forms.OfUnit, actions.remove_assist),
    "change_lead": Entry(forms.OfUnit, actions.change_lead),
    "sign": Entry(forms.Body, actions.sign),
    "handle": Entry(forms.Note, actions.handle),
    "send_back": Entry(forms.SendBack, actions.send_back),
    "reply": Entry(forms.ReplyBody, actions.reply),
    "assist_reply": Entry(forms.OpinionBody, actions.assist_reply),
    "delegate": Entry(forms.ToUnit, actions.delegate),
    "take_up": Entry(forms.Note, actions.take_up),
    "uphold_return": Entry(forms.ToUnit, actions.uphold_return),
    "refuse_return": Entry(forms.NeededNote, actions.refuse_return),
    "convene": Entry(forms.Convene, actions.convene),
    "bind": Entry(forms.Bind, actions.bind),
    "attach": Entry(forms.Attach, actions.attach),
    "attach_evidence": Entry(forms.AttachEvidence, actions.attach_evidence),
    "withdraw_attachment": Entry(forms.WithdrawAttachment, actions.withdraw_attachment),
    "ask_extension": Entry(forms.Extend, actions.ask_extension),
    "grant_extension": Entry(forms.Note, actions.grant_extension),
    "refuse_extension": Entry(forms.NeededNote, actions.refuse_extension),
    "suspend": Entry(forms.Suspend, actions.suspend),
    "ask_suspension": Entry(forms.AskSuspension, actions.ask_suspension),
    "grant_suspension": Entry(forms.Note, actions.grant_suspension),
    "refuse_suspension": Entry(forms.NeededNote, actions.refuse_suspension),
    "resume": Entry(forms.Note, actions.resume),
    "ask_supplement": Entry(forms.SaidText, actions.ask_supplement),
    "supplement": Entry(forms.SaidText, actions.supplement),
    "pass_reply": Entry(forms.Note, actions.pass_reply),
    "reject_reply": Entry(forms.NeededNote, actions.reject_reply),
    "start_callback": Entry(forms.Body, actions.start_callback),
    "send_callback_link": Entry(forms.Body, actions.send_callback_link),
    "record_callback": Entry(forms.CallbackBody, actions.record_callback),
    "conclude": Entry(forms.Note, actions.conclude),
    "reopen": Entry(forms.Reopen, actions.reopen),
    "archive": Entry(forms.Body, actions.archive),
    "hold": Entry(forms.Reason, actions.hold),
    "release": Entry(forms.Reason, actions.release),
    "merge": Entry(forms.Merge, actions.merge),
    "unmerge": Entry(forms.Reason, actions.unmerge),
    "rule_unreasonable": Entry(forms.Unreasonable, actions.rule_unreasonable),
    "mark_important": Entry(forms.Important, actions.mark_important),
    "remind": Entry(forms.SaidText, actions.remind),
    "supervise": Entry(forms.SaidText, actions.supervise),
    "circulate": Entry(forms.SaidText, actions.circulate),
}


def take(verb: str, *, actor, order, body: forms.Body, now):
    """Do a verb as the browser asks for it, and return the order as it is then."""
    entry = VERBS[verb]
    order.version = body.version  # as the person at the screen saw it: the action compares it under the lock
    read = _amendment if verb == "amend" else arguments_of
    return entry.action(actor=actor, order=order, now=now, **read(body, actor))
