"""Files of an order: sending, listing, looking. They are added and taken back by the order's own verbs."""

from typing import Annotated

from django.http import StreamingHttpResponse
from django.utils import timezone
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from zhixi.errors import NotAllowed, NotFound
from zhixi.hotline.attachments import keeping, presenting, schemas, serving
from zhixi.hotline.attachments.actions import fetching, receiving
from zhixi.hotline.attachments.models import Attachment
from zhixi.hotline.http import answers
from zhixi.hotline.orders import queries
from zhixi.hotline.orders.bodies import Id

router = Router()
THUMBNAIL = "image/jpeg"


@router.get("/{number}/attachments", response=answers(schemas.Attachments), operation_id="order_attachments")
def attachments(request, number: str):
    return presenting.attachments(queries.one(request.user, number), request.user)


@router.post("/{number}/uploads", response=answers(schemas.UploadRow), operation_id="upload_attachment")
def upload(request, number: str, file: File[UploadedFile], size: Form[Annotated[int, Field(ge=0, lt=2**63)]]):
    """Receive a file, for a verb that takes `uploads`. size: its bytes, so that one cut off on its way is noticed."""
    order = queries.one(request.user, number)
    row = receiving.receive(
        actor=request.user, order=order, file=file, name=file.name or "", size=size, now=timezone.now()
    )
    return presenting.upload(row)


@router.delete("/{number}/uploads/{upload_id}", response=answers(None), operation_id="drop_upload")
def drop_upload(request, number: str, upload_id: Id):
    receiving.drop(actor=request.user, order=queries.one(request.user, number), pk=upload_id)


@router.get("/{number}/attachments/{attachment}/file", operation_id="attachment_file", response=answers(None))
def file(request, number: str, attachment: Id):
    """The file itself; the look is written down."""
    order = queries.one(request.user, number)
    row = fetching.fetch(actor=request.user, order=order, pk=attachment, now=timezone.now())
    return _whole(row, request.user)


@router.post(
    "/{number}/attachments/{attachment}/reveal", operation_id="reveal_attachment", response=answers(None)
)
def reveal(request, number: str, attachment: Id, body: schemas.Purpose):
    """The file that a caller gave who is to be kept unknown: with a purpose. A POST, so that none is in an address."""
    order = queries.one(request.user, number)
    row = fetching.reveal(
        actor=request.user, order=order, pk=attachment, purpose=body.purpose, now=timezone.now()
    )
    return _whole(row, request.user)


@router.get(
    "/{number}/attachments/{attachment}/thumbnail",
    operation_id="attachment_thumbnail",
    response=answers(None),
)
def thumbnail(request, number: str, attachment: Id):
    row = fetching.seen(request.user, queries.one(request.user, number), attachment)
    if row.guarded:
        raise NotAllowed(fetching.GUARDED, cure="请点“查看”并填写目的")
    if not row.is_picture:
        raise NotFound("这个附件不是图片", cure="请下载后查看")
    answer = serving.streamed(keeping.thumbnail_of(row.digest), THUMBNAIL)
    answer["Cache-Control"] = "private, max-age=3600"  # a thumbnail of a row is always the same
    return answer


def _whole(row: Attachment, viewer) -> StreamingHttpResponse:
    answer = serving.whole(row, presenting.name_shown(row, viewer))
    answer["Cache-Control"] = "private, no-store"  # each look is written down
    return answer
