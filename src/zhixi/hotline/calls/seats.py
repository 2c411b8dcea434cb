"""Which agent a live call is for (坐席): by the extension or the user name that the telephone system tells."""

import logging

from django.utils import timezone

from zhixi.errors import Conflict
from zhixi.hotline.accounts.models import User
from zhixi.hotline.calls import actions
from zhixi.hotline.calls.models import Call
from zhixi.hotline.calls.rules import SEATS

log = logging.getLogger(__name__)


def answered_by(seat: str, call: Call) -> Call:
    """The agent of an extension or of a user name; one who is still talking leaves the call waiting."""
    people = User.objects.filter(is_active=True, role__in=SEATS)
    agent = people.filter(extension=seat).first() or people.filter(username=seat).first()
    if agent is None:
        log.warning("a call names a seat that nobody has; it waits for anybody")
        return call
    try:
        return actions.answer_call(actor=agent, call_id=call.pk, now=timezone.now())
    except Conflict as error:
        log.warning("a call could not be given to its seat: %s", error)
        return call
