"""A file arrives (上传): looked at, cleaned and kept, seen by its sender alone until a verb adds it to the order."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from zhixi.errors import BadInput, NotFound
from zhixi.hotline.attachments import keeping, kinds, names, pictures, prints, rules, whole
from zhixi.hotline.attachments.choices import PICTURES, FileKind, FileSource
from zhixi.hotline.attachments.models import Attachment, Print
from zhixi.hotline.orders import rules as order_rules
from zhixi.hotline.privacy.sealing import sm3

PART = 1 << 16


@dataclasses.dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at and kept. picture: None of what is none."""

    kind: FileKind
    kept: keeping.Kept
    given_digest: str
    picture: pictures.Picture | None


def receive(*, actor, order, file: BinaryIO, name: str, size: int, now: dt.datetime) -> Attachment:
    """Keep a file for an order. size: what its sender says that it has, so that one cut off on its way is noticed."""
    order_rules.check(actor, order, rules.adding_verb(actor))
    _room(actor, order, arrived(file, size))
    return keep(actor=actor, order=order, looked=look(file), name=name, now=now)


def arrived(file: BinaryIO, size: int) -> int:
    """The bytes of a file that came whole and is not too large; else BadInput."""
    given = file.seek(0, 2)
    rules.fits(max(size, given), settings.ATTACHMENT_BYTES)
    if given != size:
        raise BadInput("文件没有传完整", cure="请检查网络后重新添加", field="file")
    return given


def look(file: BinaryIO) -> Looked:
    """Raises BadInput for what is not taken, before anything is kept."""
    kind = kinds.kind_of(file)
    if kind in PICTURES:
        file.seek(0)
        data = file.read()
        picture = pictures.read(kind, data, settings.ATTACHMENT_PIXELS)
        kept = keeping.put([picture.content])
        keeping.put_thumbnail(kept.digest, picture.thumbnail)
        return Looked(kind, kept, sm3(data).hex(), picture)
    whole.check(kind, file, file.seek(0, 2), settings.ATTACHMENT_BYTES)
    kept = keeping.put(_parts(file))
    return Looked(kind, kept, kept.digest, None)


def keep(*, actor, order, looked: Looked, name: str, now: dt.datetime) -> Attachment:
    """The row of a file that waits to be added."""
    picture = looked.picture
    row = Attachment(
        order=order,
        by=actor,
        unit=actor.unit if not actor.in_centre else None,
        received_at=now,
        source=rules.source_of(actor, order),
        name=names.clean(name, looked.kind),
        kind=looked.kind,
        size=looked.kept.size,
        digest=looked.kept.digest,
        given_digest=looked.given_digest,
    )
    if picture:
        row.width, row.height, row.pixels = picture.width, picture.height, picture.pixels
        row.taken_at = picture.taken_at.isoformat() if picture.taken_at else ""
        row.place = picture.place
    with transaction.atomic():
        row.save()
        if picture and row.source == FileSource.EVIDENCE:
            Print.objects.bulk_create(_print(row, n, look) for n, look in enumerate(picture.looks))
    return row


def drop(*, actor, order, pk: int) -> None:
    """Leave out a file that was only uploaded; its content goes with the next sweep."""
    found = Attachment.objects.filter(pk=pk, order=order, by=actor, attached_at=None)
    if not found.delete()[0]:
        raise NotFound("没有这个待添加的附件", cure="请刷新后再试")


def _room(actor, order, size: int) -> None:
    """Not more waiting files than could ever be added."""
    waiting = Attachment.objects.filter(by=actor, order=order, attached_at=None)
    held = order.attachments.attached().counted() | waiting
    rules.has_room(
        count=held.count(),
        total=held.aggregate(total=Sum("size"))["total"] or 0,
        adding=1,
        size=size,
        most=settings.ATTACHMENTS_MOST,
        most_bytes=settings.ATTACHMENTS_BYTES,
    )


def _print(row: Attachment, window: int, look: prints.Look) -> Print:
    a, b, c, d = prints.bands(look.bits)
    signed = look.bits - (1 << 64) if look.bits >> 63 else look.bits
    return Print(attachment=row, window=window, bits=signed, fine=f"{look.fine:064x}", a=a, b=b, c=c, d=d)


def _parts(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while part := file.read(PART):
        yield part
