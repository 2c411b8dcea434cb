"""What a reply's photos say against it, pure: used before, or taken before anybody had called (照片存疑)."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from zhixi.hotline.callbacks.choices import DoubtKind
from zhixi.hotline.callbacks.doubts import Doubt

SLACK = dt.timedelta(minutes=10)  # by which the clock of a camera may be wrong
SHOWN = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """An earlier reply that had the photo. same_order: of this order, before it was opened again."""

    number: str
    exact: bool
    same_order: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Photo:
    """n: which of the reply's photos it is, from 1. taken_at: what the photo says, None where it says nothing."""

    n: int
    uses: tuple[Use, ...] = ()
    taken_at: dt.datetime | None = None


def photo_doubts(photos: Sequence[Photo], called_at: dt.datetime) -> list[Doubt]:
    """called_at: when the citizen called."""
    found = []
    reused = [(photo.n, use) for photo in photos for use in photo.uses if not use.same_order]
    if reused:
        told = "；".join(
            f"第{n}张与工单 {use.number} 反馈的照片{'相同' if use.exact else '几乎相同'}"
            for n, use in reused[:SHOWN]
        )
        more = f"；共{len(reused)}处" if len(reused) > SHOWN else ""
        found.append(Doubt(DoubtKind.REUSED_PHOTO, f"照片在其他工单用过：{told}{more}"))
    again = [photo.n for photo in photos if any(use.same_order for use in photo.uses)]
    if again:
        found.append(Doubt(DoubtKind.FORMER_PHOTO, f"{_which(again)}在本单重办之前的反馈中已经用过"))
    early = [photo.n for photo in photos if photo.taken_at and photo.taken_at < called_at - SLACK]
    if early:
        found.append(Doubt(DoubtKind.EARLY_PHOTO, f"{_which(early)}的拍摄时间早于市民来电"))
    return found


def _which(numbers: list[int]) -> str:
    return f"第{'、'.join(str(n) for n in numbers)}张照片"
