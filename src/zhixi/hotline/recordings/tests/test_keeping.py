"""A sealed recording is what the chain says it is, is read in parts, and is erased when its time is over."""

import datetime as dt

import numpy as np
import pytest
from django.utils import timezone

from zhixi.errors import Unavailable
from zhixi.hotline.audit.models import Event
from zhixi.hotline.calls.models import Call
from zhixi.hotline.orders.models import Order
from zhixi.hotline.recordings import actions, keeping, tasks
from zhixi.hotline.recordings.verifying import faults


def test_it_is_erased_when_its_time_is_over_and_its_hash_stays(recorded, office):
    later = recorded.keep_until + dt.timedelta(days=1)
    order = Order.objects.create(
        number="20261125-000001", created_by=office["agent1"], created_at=timezone.now(), held=True
    )
    Call.objects.update(order=order)
    assert tasks.expire(later) == 0  # frozen
    Order.objects.update(held=False)
    assert tasks.expire(later) == 1 and tasks.expire(later) == 0
    assert not keeping.path_of(recorded.digest).exists()
    assert Event.objects.get(verb="erased").data["digest"] == recorded.digest
    with pytest.raises(actions.Conflict):
        actions.listen(actor=office["inspector"], call=recorded.call, purpose="复核", now=later)


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_a_harmed_file_is_noticed(recorded, harm):
    path = keeping.path_of(recorded.digest)
    content = bytearray(path.read_bytes())
    if harm == "cut":
        content = content[:-10]
    else:
        content[40] ^= 1
    path.write_bytes(content)
    with pytest.raises(Unavailable):
        keeping.whole(recorded.digest)


def test_every_sound_is_held_against_the_chain(recorded):
    assert list(faults()) == []
    path = keeping.path_of(recorded.digest)
    path.rename(path.with_name("elsewhere"))
    assert [call for call, _ in faults()] == [str(recorded.call_id)]
    keeping.path_of(keeping.put(b"another sound")).rename(path)
    assert list(faults()) == [(str(recorded.call_id), "the sound is not what it was")]


@pytest.mark.parametrize("size", [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 200_000])
def test_any_part_of_a_sealed_file_is_read_by_itself(settings, tmp_path, size):
    settings.RECORDING_HOME = tmp_path
    content = np.random.default_rng(size).integers(0, 256, size, np.uint8).tobytes()
    digest = keeping.put(content)
    for start, stop in (
        (0, size),
        (0, 1),
        (size // 2, size),
        (size // 3, size // 2),
        ((1 << 16) - 3, (1 << 16) + 3),
    ):
        assert keeping.part(digest, start, stop) == content[start:stop]
