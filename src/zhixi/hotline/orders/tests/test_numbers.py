"""Order numbers neither run out nor repeat, whoever asks at once."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from zhixi.hotline.orders import numbers
from zhixi.hotline.orders.models import DayCounter

DAY = dt.date(2026, 11, 21)


@pytest.mark.django_db
def test_a_number_is_the_day_and_a_count():
    assert [numbers.next_number(DAY) for _ in range(2)] == ["20261121-000001", "20261121-000002"]
    assert numbers.next_number(dt.date(2026, 11, 22)) == "20261122-000001"


@pytest.mark.django_db
def test_the_count_goes_on_past_six_digits():
    DayCounter.objects.create(day=DAY, last=999_998)
    assert [numbers.next_number(DAY) for _ in range(3)] == [
        "20261121-999999",
        "20261121-1000000",
        "20261121-1000001",
    ]


@pytest.mark.django_db
def test_a_failed_transaction_gives_its_number_back():
    with transaction.atomic():
        numbers.next_number(DAY)
        transaction.set_rollback(True)
    assert numbers.next_number(DAY) == "20261121-000001"


@pytest.mark.django_db
@pytest.mark.parametrize("foreign", ["20261121-000007", "20261121-7"])
def test_numbers_from_elsewhere_are_kept_clear_of(foreign):
    numbers.keep_clear_of(foreign)
    numbers.keep_clear_of("20261121-000003")
    assert numbers.next_number(DAY) == "20261121-000008"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "foreign", ["GD-2026-1", "20261399-000001", "20261121-", "", "²0261121-1", "20261121-¹"]
)
def test_numbers_of_another_form_move_nothing(foreign):
    numbers.keep_clear_of(foreign)
    assert DayCounter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_share_a_number():
    taken, faults = [], []

    def take():
        try:
            for _ in range(10):
                taken.append(numbers.next_number(DAY))
        except Exception as error:  # a thread's failure must reach the test
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sorted(taken) == [numbers.written(DAY, n) for n in range(1, 81)]
