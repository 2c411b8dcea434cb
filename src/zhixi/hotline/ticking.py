"""One tick of the office's clock: every sweep, each idempotent, each safe to run beside another."""

import datetime as dt

from zhixi.hotline.archive import tasks as archive
from zhixi.hotline.articles.enclosing import sweep as left_enclosures
from zhixi.hotline.attachments.tasks import sweep as left_files
from zhixi.hotline.calls.tasks import sweep as lost_calls
from zhixi.hotline.candidates.tasks import gather
from zhixi.hotline.commissions.tasks import remind as commissions
from zhixi.hotline.confirmations.tasks import remind as confirmations
from zhixi.hotline.deadlines.tasks import sweep as passed_limits
from zhixi.hotline.dispatching import tasks as dispatching
from zhixi.hotline.dispatching.auto import decide as machine_looked
from zhixi.hotline.dispatching.watching import watch as automatic_stopped
from zhixi.hotline.notifications.tasks import deliver
from zhixi.hotline.recordings import tasks as recordings
from zhixi.hotline.supervision.ladder import climb

# Messages leave last: a gateway that is slow to answer holds up nothing else.
SWEEPS = {
    "limits that passed": passed_limits,
    "calls that went silent": lost_calls,
    "orders that climbed the ladder": climb,
    "recordings finished": recordings.finish,
    "recordings past their time": recordings.expire,
    "exports made": archive.make_exports,
    "exports expired": archive.expire_exports,
    "orders past their retention": archive.list_past,
    "files that no article took": left_enclosures,
    "attachments left over": left_files,
    "changes left to the search index": archive.follow_changes,
    "articles for units to confirm": confirmations,
    "questions for units to answer": commissions,
    "answers that no article holds": gather,
    "orders that the machine looked at": machine_looked,
    "rows of automatic dispatch stopped": automatic_stopped,
    "learning to dispatch begun": dispatching.learn,
    "dispatch models damaged": dispatching.look_after,
    "messages that arrived": deliver,
}


def tick(now: dt.datetime) -> dict[str, int]:
    """Run every sweep once; what each found."""
    return {name: sweep(now) for name, sweep in SWEEPS.items()}
