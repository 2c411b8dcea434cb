"""What the clock does for attachments: leave out what was uploaded and never added, and files that no row names."""

import datetime as dt
import pathlib

from django.conf import settings

from zhixi.hotline.attachments import keeping
from zhixi.hotline.attachments.claims import claimed
from zhixi.hotline.attachments.models import Attachment

FOLDERS = 256


def sweep(now: dt.datetime) -> int:
    """How many rows and files went. One folder of 256 a minute, so that a million files are looked through in a
    few hours and no tick takes long."""
    before = now - dt.timedelta(hours=settings.ATTACHMENT_WAIT_HOURS)
    waiting = Attachment.objects.filter(attached_at=None, received_at__lt=before)
    rows = waiting.count() and waiting.delete()[1].get("attachments.Attachment", 0)
    folder = f"{int(now.timestamp()) // 60 % FOLDERS:02x}"
    return rows + clear_parts(before) + clear_folder(folder, before)


def clear_folder(name: str, before: dt.datetime) -> int:
    """Delete the contents below ATTACHMENT_HOME/name that no row names and that have lain there since before."""
    old = [path for path in (settings.ATTACHMENT_HOME / name).glob("*/*") if _older(path, before)]
    gone = 0
    for start in range(0, len(old), 500):
        some = old[start : start + 500]
        digests = {digest for path in some if (digest := keeping.digest_in(path.name))}
        named = set(Attachment.objects.filter(digest__in=digests).values_list("digest", flat=True))
        named |= claimed(digests - named)
        for path in some:
            digest = keeping.digest_in(path.name)
            if digest and digest not in named and _older(path, before):
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def clear_parts(before: dt.datetime) -> int:
    """What uploads left that were killed on their way."""
    gone = 0
    for path in (settings.ATTACHMENT_HOME / "parts").glob("*"):
        if _older(path, before):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _older(path: pathlib.Path, before: dt.datetime) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False
