"""The ways out: the administrator sets them up, leaders read them (通知通道). No key and no whole address is given."""

from typing import Annotated, Any

from django.db.models import Count
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import Field

from zhixi.hotline.accounts.schemas import UnitRef, unit_ref
from zhixi.hotline.http import Key, Line, Text, answers
from zhixi.hotline.notifications import route_actions as actions
from zhixi.hotline.notifications.choices import ROBOTS, Delivery, Way
from zhixi.hotline.notifications.guards import HIDDEN, KEPT
from zhixi.hotline.notifications.models import Route
from zhixi.hotline.orders.reading import unit_by_code

router = Router()
FIELDS = ("id", "way", "name", "active", "account")


class RouteBody(Schema):
    """unit: a code, for a robot. address, secret: "" leaves them as they are. options: of the way; a hidden value that
    is sent back as it was shown stays as it is."""

    way: Way
    name: Line
    active: bool = False
    unit: Line = ""
    address: Annotated[Text, Field(max_length=400)] = ""
    account: Annotated[Line, Field(max_length=120)] = ""
    secret: Annotated[Text, Field(max_length=400)] = ""
    forget_secret: bool = False
    options: dict[str, Any] = {}


class RouteSwitch(Schema):
    active: bool


class TestBody(Schema):
    """to: a mobile number or a mail address; not looked at for a robot."""

    to: Line = ""


class RouteRow(Schema):
    """leads_to: the address without what may be a key. used: messages by it."""

    id: int
    way: str
    way_label: str
    name: str
    active: bool
    unit: UnitRef | None
    leads_to: str
    account: str
    has_secret: bool
    options: dict[str, Any]
    used: int
    robot: bool


class Routes(Schema):
    routes: list[RouteRow]
    editable: bool
    hidden: str


class Tested(Schema):
    """said: what the other side answered."""

    sent: bool
    outcome_label: str
    said: str


@router.get("", response=answers(Routes), operation_id="routes")
def every_route(request):
    actions.may_read(request.user)
    rows = [_row(route) for route in _counted()]
    return {"routes": rows, "editable": request.user.role in actions.CHANGES, "hidden": KEPT}


@router.post("", response=answers(RouteRow), operation_id="create_route")
def create(request, body: RouteBody):
    actions.may_change(request.user)
    return _one(actions.create_route(actor=request.user, fields=_read(body), now=timezone.now()))


@router.put("/{pk}", response=answers(RouteRow), operation_id="change_route")
def change(request, pk: Path[Key], body: RouteBody):
    actions.may_change(request.user)
    return _one(actions.change_route(actor=request.user, pk=pk, fields=_read(body), now=timezone.now()))


@router.post("/{pk}/switch", response=answers(RouteRow), operation_id="switch_route")
def switch(request, pk: Path[Key], body: RouteSwitch):
    return _one(actions.switch_route(actor=request.user, pk=pk, active=body.active, now=timezone.now()))


@router.post("/{pk}/test", response=answers(Tested), operation_id="test_route")
def test(request, pk: Path[Key], body: TestBody):
    """Send a test message now, and wait for what comes of it."""
    message = actions.send_test(actor=request.user, pk=pk, to=body.to, now=timezone.now())
    last = message.log.last()
    return {
        "sent": message.state == Delivery.SENT,
        "outcome_label": message.get_state_display(),
        "said": last.said,
    }


def _read(body: RouteBody) -> dict:
    fields = body.model_dump(mode="json")
    return {**fields, "unit": unit_by_code(body.unit, "unit") if body.unit else None}


def _counted():
    return Route.objects.select_related("unit").annotate(used=Count("messages"))


def _one(route: Route) -> dict:
    return _row(_counted().get(pk=route.pk))


def _row(route: Route) -> dict:
    return {
        **{name: getattr(route, name) for name in FIELDS},
        "way_label": route.get_way_display(),
        "unit": unit_ref(route.unit),
        "leads_to": actions.shown(route.address),
        "has_secret": bool(route.secret),
        "options": {name: _hidden(name, value) for name, value in route.options.items()},
        "used": route.used,
        "robot": route.way in ROBOTS,
    }


def _hidden(name: str, value):
    return dict.fromkeys(value, KEPT) if name in HIDDEN and isinstance(value, dict) else value
