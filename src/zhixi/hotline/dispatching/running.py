"""One learning, in a process of its own (学习进程): gentle, bounded, and safe to kill.

A learning claims its row, so that one runs in the whole office; the model is written beside its place and put there at
once, and only then gets its row. A process that was killed leaves a row that says so and a folder that nothing uses.
"""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from zhixi.errors import BadInput, Conflict, Unavailable, ZhixiError
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.actions import record
from zhixi.hotline.dispatching import keeping
from zhixi.hotline.dispatching.choices import ModelState, RunState
from zhixi.hotline.dispatching.models import LearntModel, Run, Use
from zhixi.hotline.notifications.actions import tell_people

GRACE = dt.timedelta(minutes=5)
INTERRUPTED = "学习进程中断（超过时限、内存不足或机器重启），没有产生模型"


def begin(run: Run) -> None:
    """Start the process of a waiting row, and do not wait for it. Its output goes to dispatch-learn.log."""
    log = settings.HOME / "dispatch-learn.log"
    with log.open("ab") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "zhixi", "dispatch", "learn", "--run", str(run.pk)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    _reaped(child)


def bound(minutes: int, megabytes: int) -> None:
    """Give this process way to all others, and let the system end it beyond so many minutes and megabytes."""
    import resource

    os.nice(10)
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(minutes * 60)


def claim(run_id: int | None, now: dt.datetime) -> Run:
    """Make the row this process's own. None: a learning asked for on the command line.

    Raises Conflict where another learns, or this one was begun already.
    """
    note_dead(now)
    try:
        with transaction.atomic():
            rows = Run.objects.select_for_update()
            run = rows.filter(pk=run_id).first() if run_id else Run(asked_at=now)
            if run is None or run.state != RunState.WAITING:
                raise Conflict("这个学习任务已经开始或已经结束", cure="请刷新后再看")
            run.state, run.started_at = RunState.RUNNING, now
            run.host, run.process = socket.gethostname()[:120], os.getpid()
            run.save()
    except IntegrityError as error:
        raise Conflict("另一个学习任务正在进行", cure="请等它结束") from error
    return run


def note_dead(now: dt.datetime) -> int:
    """Mark learnings whose process is gone, or must be; how many."""
    dead = [run for run in Run.objects.filter(state=RunState.RUNNING) if _is_dead(run, now)]
    for run in dead:
        finish(run, RunState.FAILED, INTERRUPTED, now)
    return len(dead)


def finish(run: Run, state: RunState, message: str, now, model: LearntModel | None = None) -> None:
    """Whoever is later finds the row ended already, and leaves it."""
    with transaction.atomic():
        row = Run.objects.select_for_update().get(pk=run.pk)
        if row.state != RunState.RUNNING:
            return
        row.state, row.message, row.ended_at, row.model = state, message[:500], now, model
        row.save()
        if state in (RunState.FAILED, RunState.REFUSED):
            tell("dispatch_learning", message, now, key=f"run:{row.pk}")


def keep(run: Run, learnt, now: dt.datetime) -> LearntModel:
    """Put a candidate in its place and offer it: the folder first, its row last."""
    key = f"learnt-{timezone.localtime(now):%Y%m%d-%H%M}-{run.pk}"
    folder = keeping.folder_of(key)
    learnt.model.save(folder)
    with transaction.atomic():
        if not Run.objects.select_for_update().filter(pk=run.pk, state=RunState.RUNNING).exists():
            raise Conflict("学习任务已被标为中断，模型不采用", cure="请重新学习")
        made = LearntModel.objects.create(
            key=key,
            made_at=now,
            learnt_from=learnt.learnt_from,
            learnt_until=dt.datetime.fromisoformat(learnt.card["learnt_until"]),
            rows=learnt.rows,
            digest=keeping.digest(folder),
            bytes=keeping.size(folder),
            card=learnt.card,
            outcomes=learnt.outcomes,
        )
        tell("dispatch_model", f"{made.key}，样本 {made.rows} 件", now, key=made.key)
        record(
            actor=run.by,
            subject="dispatch_model",
            key=key,
            verb="learnt",
            to_state=ModelState.OFFERED,
            data={"rows": made.rows, "digest": made.digest, "run": run.pk},
            at=now,
        )
    return made


def prune(most: int, now: dt.datetime) -> list[str]:
    """Remove the folders of all but the newest `most`, of the one in use and of the one before it; rows stay."""
    used = list(Use.objects.order_by("-pk").values_list("model", flat=True)[:2])
    rows = LearntModel.objects.exclude(state=ModelState.REMOVED)
    spare = [model for model in rows.order_by("-made_at", "-pk")[most:] if model.pk not in used]
    for model in spare:
        before, model.state = model.state, ModelState.REMOVED
        with transaction.atomic():
            model.save(update_fields=["state"])
            record(
                actor=None,
                subject="dispatch_model",
                key=model.key,
                verb="removed",
                from_state=before,
                to_state=model.state,
                at=now,
            )
        keeping.remove(model.key)
    return [model.key for model in spare]


def tell(kind: str, text: str, now, *, key: str) -> None:
    people = User.objects.filter(role__in=(Role.SUPERVISOR, Role.SYSTEM_ADMIN), is_active=True)
    tell_people(kind=kind, now=now, users=people, text=text, key=key)


def ended_by(error: BaseException) -> tuple[RunState, str]:
    """How a learning that raised ends, and what the page says."""
    if isinstance(error, BadInput):
        return RunState.REFUSED, str(error)
    if isinstance(error, MemoryError):
        return RunState.FAILED, "内存不足，没有产生模型（请调大 ZHIXI_LEARN_MB，或减少样本）"
    if isinstance(error, ZhixiError):
        return RunState.FAILED, str(error)
    return RunState.FAILED, f"学习出错（{type(error).__name__}），没有产生模型，详见 dispatch-learn.log"


def check_room(now) -> None:
    newest = LearntModel.objects.exclude(state=ModelState.REMOVED).first()
    if not keeping.has_room(3 * newest.bytes if newest else 512 << 20):
        raise Unavailable("磁盘空间不足，没有开始学习", cure="请清理运行目录所在的磁盘")


def _is_dead(run: Run, now: dt.datetime) -> bool:
    if run.started_at + dt.timedelta(minutes=settings.LEARN_MINUTES) + GRACE < now:
        return True
    return run.host == socket.gethostname()[:120] and not _lives(run.process)


def _lives(process: int) -> bool:
    """A zombie is dead: whoever began it has not asked yet."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        pass
    except OSError:
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not os.path.isdir("/proc/self")


def _reaped(child: subprocess.Popen) -> None:
    import threading

    threading.Thread(target=child.wait, name="dispatch-learn", daemon=True).start()
