"""Looking through what was concluded since the last time for answers that no article holds (候选知识)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from zhixi.hotline.articles import search
from zhixi.hotline.candidates.choices import CandidateState
from zhixi.hotline.candidates.grouping import Alike
from zhixi.hotline.candidates.models import Candidate, Reach, Source
from zhixi.hotline.candidates.solved import answered_in, asked_in, solved
from zhixi.hotline.units.models import CityAbout

MANY = 200  # orders a time; a busy day has three thousand, and the clock looks each minute
BACK = dt.timedelta(days=30)  # where it begins the first time
COMPARED = 5000  # candidates, the newest


@transaction.atomic
def gather(now: dt.datetime) -> int:
    """Put each solved enquiry that has no article with those like it; how many were put. Safe to run again."""
    # The row is written first: of two clocks one waits here until the other is done, on any database.
    Reach.objects.get_or_create(pk=1, defaults={"upto": now - BACK})
    reach = Reach.objects.select_for_update().get(pk=1)
    orders = list(solved(after=reach.upto, beyond=reach.order, many=MANY))
    if not orders:
        return 0
    alike, city = _known(), CityAbout.objects.values_list("name", flat=True).first() or ""
    seen = set(Source.objects.filter(order__in=orders).values_list("order", flat=True))
    today = timezone.localdate(now)
    put = sum(_put(order, alike, city, today) for order in orders if order.pk not in seen)
    reach.upto, reach.order = orders[-1].concluded_at, orders[-1].pk
    reach.save()
    return put


def _known() -> Alike:
    alike = Alike()
    for candidate in Candidate.objects.order_by("-last_at")[:COMPARED]:
        alike.add(candidate.pk, candidate.question)
    return alike


def _near(question: str, today, city: str, district: str) -> bool:
    return search.answer(question, on=today, city=city, district=district).answered


def _put(order, alike: Alike, city: str, today) -> int:
    question, answer = asked_in(order), answered_in(order)
    if not question or not answer:
        return 0
    key = alike.nearest(question)
    if key is None and _near(question, today, city, order.district):
        return 0
    if key is None:
        made = Candidate.objects.create(
            question=question, answer=answer, unit=order.unit, last_at=order.concluded_at
        )
        alike.add(made.pk, question)
    else:
        made = Candidate.objects.select_for_update(of=("self",)).get(pk=key)
    made.times += 1
    if made.state == CandidateState.OFFERED:
        made.answer, made.unit, made.last_at = answer, order.unit, order.concluded_at
    made.save()
    Source.objects.create(candidate=made, order=order)
    return 1
