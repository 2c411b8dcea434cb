"""Signing in and out. Both leave an event; a failed attempt leaves one too, without the password."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest

from zhixi.errors import NotAllowed, NotSignedIn
from zhixi.hotline.audit import actions as audit


def sign_in(*, request: HttpRequest, username: str, password: str, now):
    """The person, signed in; NotSignedIn for a wrong name or password, NotAllowed for a locked account.

    django-axes counts the failures and locks (settings: AXES_*); which of the two was wrong is not told.
    """
    user = authenticate(request=request, username=username, password=password)
    if user is None:
        if getattr(request, "axes_locked_out", False):
            raise NotAllowed("登录失败次数过多，账号已锁定", cure="请15分钟后再试，或联系系统管理员")
        raise NotSignedIn("用户名或密码不正确", cure="请重新输入")
    login(request, user)
    audit.record(actor=user, subject="session", key=user.username, verb="sign_in", at=now)
    return user


def sign_out(*, request: HttpRequest, now) -> None:
    user = request.user
    if user.is_authenticated:
        audit.record(actor=user, subject="session", key=user.username, verb="sign_out", at=now)
    logout(request)
