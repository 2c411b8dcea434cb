"""`/api/articles/files` and `/api/articles/{key}/files`: files that go with an article."""

from typing import Annotated

from django.utils import timezone
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from zhixi.errors import NotFound
from zhixi.hotline.articles import enclosing
from zhixi.hotline.articles.api import seen
from zhixi.hotline.articles.models import EDITORS
from zhixi.hotline.articles.schemas import EnclosureRow
from zhixi.hotline.attachments import serving
from zhixi.hotline.http import answers
from zhixi.hotline.orders.bodies import Id

router = Router()


@router.post("/files", response=answers(EnclosureRow), operation_id="article_upload")
def article_upload(request, file: File[UploadedFile], size: Form[Annotated[int, Field(ge=0, lt=2**63)]]):
    """Receive a file, for a text to name. size: its bytes, so that one cut off on its way is noticed."""
    made = enclosing.receive(
        actor=request.user, file=file, name=file.name or "", size=size, now=timezone.now()
    )
    return enclosing.row(made)


@router.get("/{key}/files/{number}", operation_id="article_file", response=answers(None))
def article_file(request, key: str, number: Id):
    """The file itself: of the version that is out for everybody signed in, of any text for the editors."""
    article = seen(request.user, key)
    texts = [*article.versions.live_at(timezone.now())]
    if request.user.role in EDITORS:
        texts = [article, *article.versions.all()]
    text = next((text for text in texts if number in text.files), None)
    if text is None:
        raise NotFound("没有这个附件", cure="请刷新后再试")
    row = enclosing.one(text, number)
    answer = serving.whole(row, row.name)
    answer["Cache-Control"] = "private, no-cache"
    return answer
