"""Who may add, withdraw and look, beyond role and state; pure questions on plain values."""

from zhixi.errors import BadInput, Conflict, NotAllowed
from zhixi.hotline.accounts.choices import UNIT_SIDE
from zhixi.hotline.attachments.choices import FileSource
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.rules import DESK, WITH_UNIT


def adding_verb(actor) -> str:
    """The verb by which this person adds files: units bring evidence, the centre material."""
    return "attach_evidence" if actor.role in UNIT_SIDE else "attach"


def source_of(actor, order) -> FileSource:
    if actor.role in UNIT_SIDE:
        return FileSource.EVIDENCE if order.unit_id == actor.unit_id else FileSource.OPINION
    return FileSource.RULING if order.state in (State.RETURNED, State.HARD_CASE) else FileSource.INTAKE


def has_room(*, count: int, total: int, adding: int, size: int, most: int, most_bytes: int) -> None:
    """count, total: files and bytes of the order so far; adding, size: those of now."""
    if count + adding > most:
        raise BadInput(
            f"一张工单最多{most}个附件（已有{count}个）",
            cure="请挑选有用的添加，或先撤回不用的",
            field="uploads",
        )
    if total + size > most_bytes:
        raise BadInput(
            f"一张工单的附件合计不能超过{megabytes(most_bytes)}",
            cure="请压缩后再添加，或先撤回不用的",
            field="uploads",
        )


def fits(size: int, most: int) -> None:
    if size == 0:
        raise BadInput("文件是空的", cure="请检查文件后重新选择", field="file")
    if size > most:
        raise BadInput(
            f"文件超过{megabytes(most)}，不能添加",
            cure="请压缩图片、截短视频或拆分文件后再添加",
            field="file",
        )


def megabytes(size: int) -> str:
    return f"{size / (1 << 20):g} MB"


def check_withdrawal(actor, order, attachment) -> None:
    """A unit takes back its own until it has replied; the centre's people their own, its desk any."""
    if attachment.withdrawn_at is not None:
        raise Conflict("附件已经撤回", cure="请刷新后再试")
    if actor.role in UNIT_SIDE:
        if attachment.unit_id != actor.unit_id:
            raise NotAllowed("只能撤回本单位提交的附件", cure="如有不妥，请联系热线中心")
        if order.state not in WITH_UNIT or attachment.reply_id is not None:
            raise Conflict("反馈已提交，其佐证不能撤回", cure="如提交有误，请联系热线中心")
    elif actor.pk != attachment.by_id and actor.role not in DESK:
        raise NotAllowed("只能撤回自己添加的附件", cure="请由添加人或审核派单员撤回")


def may_withdraw(actor, order, attachment) -> bool:
    try:
        check_withdrawal(actor, order, attachment)
    except (Conflict, NotAllowed):
        return False
    return True
