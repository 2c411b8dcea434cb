"""Finding a reply's photo among those of earlier replies (照片重复使用): by index, whatever their number."""

from django.db.models import Q, QuerySet

from zhixi.hotline.attachments import prints
from zhixi.hotline.attachments.models import Attachment, Print, Reuse

MOST = 20  # earlier uses of one photo that are kept: the newest


def remember(photo: Attachment) -> None:
    """Keep which earlier replies had this photo. photo: of a reply."""
    found: dict[int, int] = {}
    exact = set(_earlier(photo).filter(pixels=photo.pixels).values_list("pk", flat=True)[:MOST])
    for pk, distance in _alike(photo):
        if pk not in exact:
            found[pk] = min(distance, found.get(pk, distance))
    near = _earlier(photo).filter(pk__in=sorted(found)[-10 * MOST :]).values_list("pk", flat=True)[:MOST]
    Reuse.objects.bulk_create(
        [Reuse(photo=photo, earlier_id=pk, exact=True) for pk in exact]
        + [Reuse(photo=photo, earlier_id=pk, exact=False, distance=found[pk]) for pk in near]
    )


def _earlier(photo: Attachment) -> QuerySet:
    """Photos of earlier replies, newest first: to other orders, or to this one before it was opened again.

    One reply to a mass event goes to all its merged orders: that is no second use.
    """
    order = photo.order
    family = order.master_id or order.pk
    others = Attachment.objects.exclude(reply=None).exclude(reply=photo.reply).exclude(pixels="")
    same_round = Q(order=order, round__gte=photo.round)
    merged = (Q(order__master=family) | Q(order=family)) & ~Q(order=order)
    return others.filter(reply__at__lte=photo.reply.at).exclude(same_round).exclude(merged).order_by("-pk")


def _alike(photo: Attachment) -> list[tuple[int, int]]:
    """(id, bits that differ) of every photo that looks alike: this one whole against all windows of the others, so
    that a cut copy finds its whole; and its windows against the others whole, so that a whole finds its cut copy."""
    own = {look.window: look for look in photo.prints.all()}
    if not own:
        return []
    found = _near([own[0]], Print.objects.exclude(attachment=photo))
    windows = [look for window, look in own.items() if window]
    return found + _near(windows, Print.objects.filter(window=0).exclude(attachment=photo))


def _near(looks: list[Print], among: QuerySet) -> list[tuple[int, int]]:
    any_band = Q()
    for name in "abcd":
        any_band |= Q(
            **{f"{name}__in": sorted({near for look in looks for near in prints.near(getattr(look, name))})}
        )
    mine = [_look(look.bits, look.fine) for look in looks]
    found = []
    rows = among.filter(any_band).values_list("attachment", "bits", "fine")
    for pk, bits, fine in rows.iterator(chunk_size=5000):
        other = _look(bits, fine)
        met = [prints.distance(own.bits, other.bits) for own in mine if prints.alike(own, other)]
        if met:
            found.append((pk, min(met)))
    return found


def _look(bits: int, fine: str) -> prints.Look:
    return prints.Look(bits & (1 << 64) - 1, int(fine, 16))
