from django.conf import settings
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router
from ninja.utils import check_csrf

from zhixi.errors import NotAllowed, NotFound
from zhixi.hotline.accounts import actions
from zhixi.hotline.accounts.menus import menus_for
from zhixi.hotline.accounts.models import User
from zhixi.hotline.accounts.schemas import Login, Person, Session, SignIn, person
from zhixi.hotline.http import answers
from zhixi.hotline.units.models import CityAbout

session = Router()
people = Router()


@session.get("", response=answers(Session), auth=None, operation_id="session")
def read_session(request):
    """Who is signed in; sets the csrftoken cookie that every unsafe request must repeat as X-CSRFToken."""
    get_token(request)
    return _session(request.user)


@session.post("", response=answers(Session), auth=None, operation_id="sign_in")
def sign_in(request, body: SignIn):
    _same_site(request)
    user = actions.sign_in(
        request=request, username=body.username, password=body.password, now=timezone.now()
    )
    return _session(user)


@session.delete("", response=answers(Session), auth=None, operation_id="sign_out")
def sign_out(request):
    _same_site(request)
    actions.sign_out(request=request, now=timezone.now())
    return _session(request.user)


@session.get("/logins", response=answers(list[Login]), auth=None, operation_id="demo_logins")
def logins(request):
    """The demonstration's logins; 404 where this is no demonstration."""
    if not settings.DEMO:
        raise NotFound("没有找到", cure="只有演示环境列出登录名")
    users = User.objects.filter(is_active=True).select_related("unit").order_by("pk")
    return [
        {
            "username": user.username,
            "name": user.name,
            "role": user.role,
            "role_label": user.get_role_display(),
            "unit": user.unit.name if user.unit else "",
        }
        for user in users
    ]


@people.get("", response=answers(list[Person]), operation_id="people")
def list_people(request):
    seen = User.objects.visible_to(request.user).filter(is_active=True)
    return [person(user) for user in seen.select_related("unit").order_by("role", "pk")]


def _same_site(request) -> None:
    # Nobody is signed in yet, so the guard that cookie sessions bring is called by hand: a forged sign-in
    # would put a person's work under somebody else's name.
    if check_csrf(request):
        raise NotAllowed("页面的安全凭证已失效", cure="请刷新页面后重试")


def _session(user) -> dict:
    about = CityAbout.objects.first() or CityAbout()
    signed = user.is_authenticated
    return {
        "user": person(user) if signed else None,
        "demo": settings.DEMO,
        "city": {"name": about.name, "short_name": about.short_name, "area_code": about.area_code},
        "menus": menus_for(user) if signed else [],
    }
