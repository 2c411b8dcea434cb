"""The office's HTTP interface: every router in one list, every error in one shape."""

from django.core.exceptions import PermissionDenied
from django.db import DataError, OperationalError
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.security import django_auth

from zhixi import __version__
from zhixi.errors import BadInput, NotAllowed, NotFound, NotSignedIn, Unavailable, ZhixiError, storage_fault
from zhixi.hotline.accounts.api import people, session
from zhixi.hotline.archive.api import archive, exports, saved
from zhixi.hotline.articles.api import router as articles
from zhixi.hotline.articles.api_files import router as article_files
from zhixi.hotline.articles.api_quality import router as knowledge
from zhixi.hotline.articles.api_versions import router as article_versions
from zhixi.hotline.attachments.api import router as attachments
from zhixi.hotline.audit.api import router as audit
from zhixi.hotline.callbacks.api import public as citizen
from zhixi.hotline.callbacks.api import router as callbacks
from zhixi.hotline.callbacks.api_rules import router as callback_rules
from zhixi.hotline.calls.api import router as calls
from zhixi.hotline.candidates.api import router as candidates
from zhixi.hotline.commissions.api import router as commissions
from zhixi.hotline.confirmations.api import router as confirmations
from zhixi.hotline.deadlines.api import policies
from zhixi.hotline.deadlines.api import router as calendar
from zhixi.hotline.directives.api import router as directives
from zhixi.hotline.dispatching.api import router as dispatching
from zhixi.hotline.dispatching.api_auto import router as auto_dispatch
from zhixi.hotline.documents.api import router as documents
from zhixi.hotline.filling.api import of_call as draft_fields
from zhixi.hotline.filling.api_alarms import router as alarms
from zhixi.hotline.filling.api_lessons import router as lessons
from zhixi.hotline.filling.api_model import router as language_model
from zhixi.hotline.filling.api_written import of_order as written_advice
from zhixi.hotline.filling.api_written import router as written
from zhixi.hotline.gaps.api import router as gaps
from zhixi.hotline.http import refusal
from zhixi.hotline.meta import router as meta
from zhixi.hotline.notifications.api import router as notifications
from zhixi.hotline.notifications.api_log import router as message_log
from zhixi.hotline.notifications.api_routes import router as routes
from zhixi.hotline.orders.api import router as orders
from zhixi.hotline.orders.api_mass import orders as mass
from zhixi.hotline.orders.api_mass import returns
from zhixi.hotline.portal.api import router as public_articles
from zhixi.hotline.queues.api import of_call as queue_of_call
from zhixi.hotline.queues.api import router as pbx
from zhixi.hotline.recordings.api import router as recordings
from zhixi.hotline.supervision.api import notices
from zhixi.hotline.supervision.api import router as supervision
from zhixi.hotline.supervision.api_rules import router as ladder_rules
from zhixi.hotline.units.api import router as units
from zhixi.hotline.wording import told

ROUTERS = (
    ("/session", session),
    ("/meta", meta),
    ("/orders", mass),  # before the orders themselves, one of whose addresses is any number
    ("/orders", orders),
    ("/orders", attachments),
    ("/orders", written_advice),
    ("/returns", returns),
    ("/units", units),
    ("/directives", directives),
    ("/views", saved),
    ("/exports", exports),
    ("/archive", archive),
    ("/calls", calls),
    ("/calls", draft_fields),
    ("/calls", queue_of_call),
    ("/calls", recordings),
    ("/alarms", alarms),
    ("/lessons", lessons),
    ("/language-model", language_model),
    ("/filling", written),
    ("/dispatching", dispatching),
    ("/dispatching/auto", auto_dispatch),
    ("/pbx", pbx),
    ("/articles", article_files),
    ("/articles", articles),
    ("/articles", article_versions),
    ("/gaps", gaps),
    ("/confirmations", confirmations),
    ("/commissions", commissions),
    ("/candidates", candidates),
    ("/knowledge", knowledge),
    ("/documents", documents),
    ("/public", public_articles),
    ("/people", people),
    ("/audit", audit),
    ("/calendar", calendar),
    ("/policies", policies),
    ("/notifications", notifications),
    ("/notifications", message_log),
    ("/notifications/routes", routes),
    ("/supervision", supervision),
    ("/supervision/rules", ladder_rules),
    ("/orders", notices),
    ("/callbacks", callbacks),
    ("/callbacks/rules", callback_rules),
    ("/citizen", citizen),
)


class ReadableJson(JSONRenderer):
    """Chinese as it is written: half the bytes of its escapes, and legible in a browser's tools."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="智席",
    version=__version__,
    description="12345 热线：坐席、工单、知识、审计",
    docs_url=None,  # its page would load scripts from another network
    auth=django_auth,
    renderer=ReadableJson(),
)
for prefix, router in ROUTERS:
    api.add_router(prefix, router, tags=[prefix.strip("/")])


@api.exception_handler(ZhixiError)
def known(request, error: ZhixiError):
    return refusal(error)


@api.exception_handler(ValidationError)
def malformed(request, error: ValidationError):
    field, words = told(error.errors[0] if error.errors else {})
    return refusal(BadInput(f"“{field}”填写有误：{words}", cure="请改正后重试", field=field))


@api.exception_handler(AuthenticationError)
def signed_out(request, error: AuthenticationError):
    return refusal(NotSignedIn("尚未登录或登录已过期", cure="请重新登录"))


@api.exception_handler(HttpError)
def refused(request, error: HttpError):
    if error.status_code == 403:
        return refusal(NotAllowed("页面的安全凭证已失效", cure="请刷新页面后重试"))
    return refusal(BadInput(str(error), cure="请检查请求的格式"))


@api.exception_handler(PermissionDenied)
def denied(request, error: PermissionDenied):
    return refusal(NotAllowed("没有权限", cure="请联系系统管理员"))


@api.exception_handler(Http404)
def absent(request, error: Http404):
    return refusal(NotFound("没有找到", cure="请检查地址"))


@api.exception_handler(DataError)
def unstorable(request, error: DataError):
    return refusal(BadInput("内容含有数据库不能保存的字符或数值", cure="请检查填写的内容"))


@api.exception_handler(OSError)
def unwritable(request, error: OSError):
    if fault := storage_fault(error):
        return refusal(fault)
    raise error


@api.exception_handler(OperationalError)
def busy(request, error: OperationalError):
    return refusal(storage_fault(error) or Unavailable("数据库繁忙，操作没有保存", cure="请稍后再试"))
