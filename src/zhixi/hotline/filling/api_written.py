"""`/api/filling/written`: what a written request suggests for its form."""

from django.utils import timezone
from ninja import Router, Schema

from zhixi.errors import NotAllowed
from zhixi.hotline.calls.schemas import OneDraft
from zhixi.hotline.filling import written
from zhixi.hotline.http import Long, answers
from zhixi.hotline.orders.rules import INTAKE

router = Router()


class WrittenText(Schema):
    text: Long


@router.post("/written", response=answers(OneDraft), operation_id="written_suggestions")
def suggestions(request, body: WrittenText):
    """Nothing is kept. A POST: the text holds personal values."""
    if request.user.role not in INTAKE:
        raise NotAllowed(f"{request.user.get_role_display()}不能登记诉求", cure="请由话务员或网络业务员登记")
    return written.suggestions(body.text, timezone.now())
