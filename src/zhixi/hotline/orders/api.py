from django.utils import timezone
from ninja import Query, Router

from zhixi.errors import NotAllowed
from zhixi.hotline.audit.models import Event
from zhixi.hotline.audit.presenting import EventRow, event_row
from zhixi.hotline.http import answers
from zhixi.hotline.orders import actions, bodies, counting, forms, present, queries, recommending, schemas
from zhixi.hotline.orders.filters import OrderFilter, read
from zhixi.hotline.orders.reading import fields_of
from zhixi.hotline.orders.rules import STEPS
from zhixi.hotline.orders.verbs import VERBS, take
from zhixi.hotline.paging import FollowingPage, page_after
from zhixi.hotline.privacy import actions as privacy
from zhixi.hotline.privacy.rules import SPEAKS_WITH_CITIZENS, WATCHES, hides_caller, text_shown

router = Router()


@router.get("", response=answers(schemas.OrderPage), operation_id="orders")
def orders(request, wanted: Query[OrderFilter], page: Query[FollowingPage]):
    return _page(request.user, wanted, page)


@router.post("/search", response=answers(schemas.OrderPage), operation_id="search_orders")
def search(request, body: forms.OrderSearch):
    """The same list by POST, and of one caller where `phone` is given: no number is in an address or a log."""
    return _page(request.user, read(body.filters), body, body.phone)


@router.post("", response=answers(schemas.OrderDetail), operation_id="create_order")
def create(request, body: forms.NewOrder):
    """A written or dictated request: a draft, and with `accept` an accepted order, in one transaction."""
    now = timezone.now()
    order = actions.create_order(
        actor=request.user, fields=fields_of(body, request.user), now=now, accepted=body.accept
    )
    return _detail(request, order.number)


@router.get("/boxes", response=answers(list[schemas.Box]), operation_id="order_boxes")
def boxes(request):
    return counting.counts(request.user, timezone.now())


@router.post("/by-phone", response=answers(list[schemas.OrderRow]), operation_id="orders_by_phone")
def by_phone(request, body: forms.PhoneQuery):
    """A caller's orders. A POST, so that the number is in no address and no log."""
    _may_ask_for_phones(request.user)
    found = queries.of_phone(request.user, body.phone)[:50]
    return present.rows(found, request.user, timezone.now())


@router.get("/{number}", response=answers(schemas.OrderDetail), operation_id="order")
def order(request, number: str):
    return _detail(request, number)


@router.get("/{number}/events", response=answers(list[EventRow]), operation_id="order_events")
def events(request, number: str):
    seen = queries.one(request.user, number)
    hidden = hides_caller(request.user, seen)
    found = Event.objects.filter(subject="order", key=seen.number).select_related("actor")
    return [
        {
            **event_row(event, request.user, hide_caller=hidden),
            "reason": text_shown(request.user, seen, event.reason),
        }
        for event in found
    ]


@router.get(
    "/{number}/recommendations",
    response=answers(list[schemas.RecommendationRow]),
    operation_id="order_recommendations",
)
def recommendations(request, number: str):
    return recommending.for_order(queries.one(request.user, number), timezone.localdate())


@router.get(
    "/{number}/helpers",
    response=answers(list[schemas.RecommendationRow]),
    operation_id="order_helpers",
)
def helpers(request, number: str):
    """Units that should help the lead (协办建议)."""
    return recommending.helpers_for(queries.one(request.user, number), timezone.localdate())


@router.post("/{number}/reveal", response=answers(schemas.Revealed), operation_id="order_reveal")
def reveal(request, number: str, body: forms.RevealBody):
    seen = queries.one(request.user, number)
    value = privacy.reveal(
        actor=request.user, order=seen, field=body.field, purpose=body.purpose, now=timezone.now()
    )
    return {"value": value}


def _page(user, wanted: OrderFilter, page: FollowingPage, phone: str = "") -> dict:
    now = timezone.now()
    found, by, notice, counted = queries.find(user, wanted, now)
    if phone:
        _may_ask_for_phones(user)
        found = counted = found.filter(queries.phone_q(phone))
    shown = page_after(found, page, lambda rows: present.rows(rows, user, now), by=by, counted=counted)
    return {**shown, "notice": notice}


def _may_ask_for_phones(user) -> None:
    if user.role not in SPEAKS_WITH_CITIZENS | WATCHES:
        raise NotAllowed(f"{user.get_role_display()}不能按电话查询", cure="请由热线中心查询")


def _detail(request, number: str) -> dict:
    return present.detail(queries.one(request.user, number), request.user, timezone.now())


def _endpoint(verb: str, body_type: type[bodies.Body]):
    def endpoint(request, number: str, body: body_type):
        order = queries.one(request.user, number)
        take(verb, actor=request.user, order=order, body=body, now=timezone.now())
        return _detail(request, number)

    return endpoint


for _verb, _entry in VERBS.items():
    router.post(
        f"/{{number}}/verbs/{_verb}",
        response=answers(schemas.OrderDetail),
        operation_id=f"order_{_verb}",
        summary=STEPS[_verb].label,
    )(_endpoint(_verb, _entry.body))
