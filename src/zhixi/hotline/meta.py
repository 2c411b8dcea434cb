"""What every page needs once: choices with labels and colours, verbs, units, categories, districts."""

from django.db.models import F
from django.utils import timezone
from ninja import Router, Schema

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.articles.choices import ArticleState, Element, Ended, MarkMade, Standing
from zhixi.hotline.attachments.choices import FileKind, FileSource
from zhixi.hotline.callbacks.choices import Discontent, DoubtKind, Via, Whom
from zhixi.hotline.calls.choices import CallState
from zhixi.hotline.candidates.choices import CandidateState
from zhixi.hotline.commissions.choices import Outcome
from zhixi.hotline.confirmations.choices import Answered
from zhixi.hotline.deadlines import choices as deadlines
from zhixi.hotline.directives.choices import Effect
from zhixi.hotline.dispatching.choices import Every, Mode, ModelState, RunState, Verdict
from zhixi.hotline.documents.choices import Cut, Fate
from zhixi.hotline.filling.choices import AlarmState, Made
from zhixi.hotline.gaps.choices import GapState
from zhixi.hotline.http import answers
from zhixi.hotline.notifications.choices import Delivery, Way
from zhixi.hotline.orders import choices, rules
from zhixi.hotline.portal.choices import ExposureState
from zhixi.hotline.supervision.choices import Rung, Span, Told
from zhixi.hotline.units.choices import Succession
from zhixi.hotline.units.models import Category, Place, Unit

router = Router()
CHOICES = {
    "state": choices.State,
    "request_type": choices.RequestType,
    "urgency": choices.Urgency,
    "channel": choices.Channel,
    "gender": choices.Gender,
    "return_reason": choices.ReturnReason,
    "ruling": choices.Ruling,
    "satisfaction": choices.Satisfaction,
    "rung": Rung,
    "succession": Succession,
    "span": Span,
    "told": Told,
    "discontent": Discontent,
    "via": Via,
    "callback_whom": Whom,
    "doubt": DoubtKind,
    "delivery": Delivery,
    "way": Way,
    "attachment_source": FileSource,
    "attachment_kind": FileKind,
    "role": Role,
    "call_state": CallState,
    "article_state": ArticleState,
    "article_element": Element,
    "version_standing": Standing,
    "version_ended": Ended,
    "gap_state": GapState,
    "confirmation_answer": Answered,
    "commission_outcome": Outcome,
    "candidate_state": CandidateState,
    "mark_made": MarkMade,
    "document_cut": Cut,
    "piece_fate": Fate,
    "exposure_state": ExposureState,
    "clock": deadlines.Clock,
    "time_unit": deadlines.TimeUnit,
    "stop_kind": deadlines.StopKind,
    "stop_cause": deadlines.StopCause,
    "made": Made,
    "alarm_state": AlarmState,
    "dispatch_model": ModelState,
    "learning": RunState,
    "learning_every": Every,
    "auto_mode": Mode,
    "auto_verdict": Verdict,
    "directive_effect": Effect,
}


class Choice(Schema):
    value: str
    label: str
    colour: str


class ChoiceLists(Schema):
    state: list[Choice]
    request_type: list[Choice]
    urgency: list[Choice]
    channel: list[Choice]
    gender: list[Choice]
    return_reason: list[Choice]
    ruling: list[Choice]
    satisfaction: list[Choice]
    rung: list[Choice]
    succession: list[Choice]
    span: list[Choice]
    told: list[Choice]
    delivery: list[Choice]
    way: list[Choice]
    discontent: list[Choice]
    via: list[Choice]
    callback_whom: list[Choice]
    doubt: list[Choice]
    attachment_source: list[Choice]
    attachment_kind: list[Choice]
    role: list[Choice]
    call_state: list[Choice]
    article_state: list[Choice]
    article_element: list[Choice]
    version_standing: list[Choice]
    version_ended: list[Choice]
    gap_state: list[Choice]
    confirmation_answer: list[Choice]
    commission_outcome: list[Choice]
    candidate_state: list[Choice]
    mark_made: list[Choice]
    document_cut: list[Choice]
    piece_fate: list[Choice]
    exposure_state: list[Choice]
    clock: list[Choice]
    time_unit: list[Choice]
    stop_kind: list[Choice]
    stop_cause: list[Choice]
    made: list[Choice]
    alarm_state: list[Choice]
    dispatch_model: list[Choice]
    learning: list[Choice]
    learning_every: list[Choice]
    auto_mode: list[Choice]
    auto_verdict: list[Choice]
    directive_effect: list[Choice]


class Verb(Schema):
    verb: str
    label: str
    danger: bool


class CategoryNode(Schema):
    code: str
    name: str
    path: str
    parent: str | None
    active: bool


class UnitNode(Schema):
    code: str
    name: str
    parent: str | None
    district: str
    open: bool


class Street(Schema):
    name: str
    district: str


class Meta(Schema):
    choices: ChoiceLists
    verbs: list[Verb]
    categories: list[CategoryNode]
    units: list[UnitNode]
    districts: list[str]
    streets: list[Street]


@router.get("", response=answers(Meta), operation_id="meta")
def meta(request):
    today = timezone.localdate()
    return {
        "choices": {name: kind.as_rows() for name, kind in CHOICES.items()},
        "verbs": [{"verb": s.verb, "label": s.label, "danger": s.danger} for s in rules.STEPS.values()],
        "categories": [
            {"code": c.code, "name": c.name, "path": c.path, "parent": c.parent_code, "active": c.active}
            for c in Category.objects.annotate(parent_code=F("parent__code"))
        ],
        "units": [
            {
                "code": u.code,
                "name": u.name,
                "parent": u.parent_code,
                "district": u.district,
                "open": u.open_on(today),
            }
            for u in Unit.objects.visible_to(request.user).annotate(parent_code=F("parent__code"))
        ],
        "districts": list(
            Place.objects.filter(kind="district").order_by("pk").values_list("name", flat=True)
        ),
        "streets": list(Place.objects.filter(kind="street").order_by("pk").values("name", "district")),
    }
