"""Is every recording still what it was when its call ended? Each file is hashed again and held against the chain."""

from collections.abc import Iterator

from zhixi.errors import ZhixiError
from zhixi.hotline.audit.models import Event
from zhixi.hotline.privacy.sealing import sm3
from zhixi.hotline.recordings import keeping
from zhixi.hotline.recordings.models import Recording


def faults() -> Iterator[tuple[str, str]]:
    """(the call's id, what is wrong) for each recording that is not as the chain says; erased ones are left out."""
    for row in Recording.objects.filter(erased_at=None).order_by("pk").iterator(chunk_size=200):
        told = Event.objects.filter(subject="call", key=str(row.call_id), verb="recorded").first()
        if told is None or told.data.get("digest") != row.digest:
            yield str(row.call_id), "its event tells another hash"
            continue
        try:
            content = keeping.whole(row.digest)
        except ZhixiError as error:
            yield str(row.call_id), str(error)
            continue
        if sm3(content).hex() != row.digest:
            yield str(row.call_id), "the sound is not what it was"
