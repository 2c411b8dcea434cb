"""What the office's tests share: a small invented city, its people, and orders on their way."""

import datetime as dt
import io

import pytest
from django.test import Client
from PIL import Image

from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.attachments.actions import receiving
from zhixi.hotline.audit import triggers
from zhixi.hotline.orders import actions, recommending
from zhixi.hotline.orders.choices import State
from zhixi.hotline.units import queries as units
from zhixi.hotline.units.models import Category, CityAbout, Duty, Unit

PASSWORD = "a-long-enough-one"
# A Saturday evening is never the start: 2026-11-18 is a Wednesday in an ordinary working week.
NOW = dt.datetime(2026, 11, 18, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(autouse=True)
def fresh_city_values():
    """Values read from one test's rows are not the next test's, though both are revision 0."""
    units._city.cache_clear()
    recommending._recommender.cache_clear()
    recommending._precedents.cache_clear()
    recommending._lately.cache_clear()


@pytest.fixture(autouse=True)
def search_of_its_own(settings, tmp_path_factory):
    """The index of orders lies where no other run looks, and one test's is not the next one's."""
    settings.SEARCH_HOME = tmp_path_factory.mktemp("search")
    settings.RECORDING_HOME = tmp_path_factory.mktemp("recordings")


@pytest.fixture(autouse=True)
def attachments_of_its_own(settings, tmp_path_factory):
    """What one test uploads lies where no other looks."""
    settings.ATTACHMENT_HOME = tmp_path_factory.mktemp("attachments")


@pytest.fixture(autouse=True)
def chain_can_be_emptied(request):
    """A test that commits is followed by a flush, which the chain's triggers would refuse; the flush's own
    post_migrate puts them up again."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        triggers.drop()


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def city(db) -> dict[str, Unit]:
    """Two districts with an urban-management office each, a water company, and one unit that closed."""
    CityAbout.objects.create(pk=1, name="云州市", short_name="云州", area_code="0001")
    east = _unit("east", "东河区政府", district="东河区")
    west = _unit("west", "西山区政府", district="西山区")
    city_units = [
        east,
        west,
        _unit("east-cg", "东河区城市管理局", parent=east, district="东河区"),
        _unit("east-zj", "东河区住房建设局", parent=east, district="东河区"),
        _unit("west-cg", "西山区城市管理局", parent=west, district="西山区"),
        _unit("water", "云州水务集团"),
        _unit("old", "云州市市容局", closed=dt.date(2025, 1, 1)),
    ]
    streets = Category.objects.create(code="01", name="城市管理", path="城市管理")
    Category.objects.create(code="01.01", name="占道经营", path="城市管理/占道经营", parent=streets)
    Category.objects.create(code="02", name="供水", path="供水")
    found = {unit.code: unit for unit in city_units}
    for code, unit in (("D1", "east-cg"), ("D2", "west-cg")):
        Duty.objects.create(
            code=code, category=Category.objects.get(code="01.01"), unit=found[unit], clause="第十二条"
        )
    return found


@pytest.fixture
def people(city) -> dict[str, User]:
    """One person of each role by the role's name; unit people belong to east-cg, `rival` to west-cg."""
    found = {}
    for role in Role:
        unit = None
        if role in (Role.UNIT_CLERK, Role.UNIT_LEAD):
            unit = city["east-cg"]
        if role == Role.DISTRICT_ADMIN:
            unit = city["east"]
        found[str(role)] = _person(str(role), role, unit)
    found["other_agent"] = _person("other_agent", Role.AGENT, None)
    found["rival"] = _person("rival", Role.UNIT_CLERK, city["west-cg"])
    found["helper"] = _person("helper", Role.UNIT_CLERK, city["water"])
    found["west_admin"] = _person("west_admin", Role.DISTRICT_ADMIN, city["west"])
    return found


@pytest.fixture
def fields(city) -> dict:
    """What an agent took down of an invented caller."""
    return {
        "request_type": "complaint",
        "category": Category.objects.get(code="01.01"),
        "title": "关于人民路占道经营的投诉",
        "description": "市民反映人民路口每晚有摊贩占道经营，联系电话13900001234，请处理。",
        "caller_name": "陈小明",
        "caller_phone": "13900001234",
        "district": "东河区",
    }


@pytest.fixture
def order_in(people, city, fields, now):
    """order_in(State.SIGNED) → an order that got there by its verbs, led by east-cg."""

    def walk(state: State, **changed):
        agent, desk, clerk = people["agent"], people["dispatcher"], people["unit_clerk"]
        order = actions.create_draft(
            actor=agent, fields={**fields, **changed}, now=now, calling_number="13900005678"
        )
        steps = (
            (State.ACCEPTED, lambda o: actions.accept(actor=agent, order=o, now=now)),
            (State.REVIEWED, lambda o: actions.review(actor=desk, order=o, now=now)),
            (
                State.DISPATCHED,
                lambda o: actions.dispatch(actor=desk, order=o, now=now, unit=city["east-cg"]),
            ),
            (State.SIGNED, lambda o: actions.sign(actor=clerk, order=o, now=now)),
            (State.HANDLING, lambda o: actions.handle(actor=clerk, order=o, now=now)),
            (
                State.REPLIED,
                lambda o: actions.reply(actor=clerk, order=o, now=now, text="已劝离摊贩并安排巡查。"),
            ),
            (State.REPLY_REVIEWED, lambda o: actions.pass_reply(actor=desk, order=o, now=now)),
            (State.CALLBACK, lambda o: actions.start_callback(actor=agent, order=o, now=now)),
            (State.CONCLUDED, lambda o: _conclude(agent, o, now)),
            (State.ARCHIVED, lambda o: actions.archive(actor=desk, order=o, now=now)),
        )
        for reached, take in steps:
            if order.state == state:
                break
            order = take(order)
            assert order.state == reached
        return order

    return walk


@pytest.fixture
def do(people, now):
    """do("agent", "accept", order, …): the verb by that person, now."""

    def act(who, verb, order, **more):
        return getattr(actions, verb)(**{"actor": people[who], "order": order, "now": now, **more})

    return act


@pytest.fixture
def uploaded(people, now):
    """uploaded("unit_clerk", order) → the id of a small picture, or of the file given, that this person sent."""

    def send(who: str, order, content: bytes = b"", name: str = "现场.png", at=now) -> int:
        file = io.BytesIO(content or small_picture())
        size = len(file.getvalue())
        return receiving.receive(actor=people[who], order=order, file=file, name=name, size=size, now=at).pk

    return send


@pytest.fixture
def signed_in(people):
    """signed_in("agent") → a browser with that person's session, CSRF enforced as in life."""

    def sign_in(name: str) -> "Browser":
        client = Browser(enforce_csrf_checks=True)
        client.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
        client.get("/api/session")
        return client

    return sign_in


class Browser(Client):
    """Sends JSON and the CSRF token, as the desk does."""

    def send(self, path: str, body: dict | None = None, method: str = "post"):
        headers = {"X-CSRFToken": self.cookies["csrftoken"].value}
        return getattr(self, method)(path, body or {}, content_type="application/json", headers=headers)


def small_picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (16, 12), "white").save(file, "PNG")
    return file.getvalue()


def _conclude(agent, order, now):
    order = actions.record_callback(
        actor=agent, order=order, now=now, reached=True, solved=True, satisfaction="satisfied"
    )
    return actions.conclude(actor=agent, order=order, now=now)


def _unit(code: str, name: str, **more) -> Unit:
    return Unit.objects.create(code=code, name=name, **more)


def _person(username: str, role: str, unit) -> User:
    person = User(username=username, name=f"{username}甲", role=role, unit=unit)
    person.set_unusable_password()
    person.save()
    return person
