"""The chain notices what was done behind the office's back, and the database refuses most of it."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhixi.__main__ import main
from zhixi.errors import NotAllowed
from zhixi.hotline.audit import actions, chain, triggers
from zhixi.hotline.audit.models import ChainHead, Event
from zhixi.hotline.audit.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def five_events(people, now):
    for n in range(5):
        actions.record(
            actor=people["agent"] if n else None,
            subject="order",
            key=f"20261118-{n:06d}",
            verb="accept",
            reason="理由“一”\n第二行 𠮷",
            data={"n": n, "nested": {"b": [1, None, True], "a": "值"}, "at": now},
            at=now,
        )


def tampered(sql: str, *values) -> None:
    """What somebody with the database's own keys could do."""
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_untouched_chain_is_whole(five_events):
    verdict = verify()
    assert (verdict.ok, verdict.events, verdict.broken_at) == (True, 5, None)


def test_an_empty_chain_is_whole():
    assert verify().ok


def test_each_event_holds_the_hash_of_the_one_before(five_events):
    events = list(Event.objects.all())
    assert events[0].previous == chain.FIRST
    assert [e.previous for e in events[1:]] == [e.hash for e in events[:-1]]
    assert [e.n for e in events] == [1, 2, 3, 4, 5]


def test_the_hash_is_sm3():
    # GB/T 32905-2016, appendix A, example 1
    assert chain.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "没有理由"),
        ("verb", "dispatch"),
        ("key", "20261118-999999"),
        ("at", "2026-11-18 02:00:01+00:00"),
        ("actor_role", "leader"),
        ("to_state", "archived"),
    ],
)
def test_a_changed_row_is_found(five_events, column, value):
    tampered(f"UPDATE audit_event SET {column} = %s WHERE n = 3", value)
    verdict = verify()
    assert (verdict.ok, verdict.events, verdict.broken_at) == (False, 2, 3)
    assert "改动" in verdict.fault


def test_another_actor_is_found(five_events, people):
    tampered("UPDATE audit_event SET actor_id = %s WHERE n = 4", people["leader"].pk)
    assert verify().broken_at == 4


def test_changed_data_is_found(five_events):
    tampered("UPDATE audit_event SET data = %s WHERE n = 2", '{"n": 1}')
    assert verify().broken_at == 2


def test_a_changed_row_with_a_hash_made_to_fit_breaks_the_next(five_events):
    triggers.drop()
    event = Event.objects.get(n=3)
    event.reason = "另一个理由"
    event.save()
    forged = chain.link(event.previous, event.as_row())
    tampered("UPDATE audit_event SET hash = %s WHERE n = 3", forged)
    assert verify().broken_at == 4


def test_a_missing_row_is_found(five_events):
    tampered("DELETE FROM audit_event WHERE n = 2")
    verdict = verify()
    assert verdict.broken_at == 2 and "缺失" in verdict.fault


def test_a_cut_tail_is_found(five_events):
    tampered("DELETE FROM audit_event WHERE n > 3")
    verdict = verify()
    assert (verdict.ok, verdict.broken_at) == (False, 4)
    assert "链尾" in verdict.fault


def test_rows_in_another_order_are_found(five_events):
    triggers.drop()
    with connection.cursor() as cursor:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            cursor.execute("UPDATE audit_event SET n = %s WHERE n = %s", [new, old])
    assert verify().broken_at == 2


def test_a_head_that_was_moved_back_is_found(five_events):
    third = Event.objects.get(n=3)
    ChainHead.objects.filter(pk=1).update(n=3, hash=third.hash)
    assert not verify().ok


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_event SET reason = 'x' WHERE n = 1", "DELETE FROM audit_event WHERE n = 5"]
)
def test_the_database_itself_refuses_to_change_or_delete(five_events, sql):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)
    assert verify().ok


def test_postgresql_refuses_to_empty_the_table(five_events):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        cursor = connection.cursor()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the refusal is for the checks still waiting
        cursor.execute("TRUNCATE audit_event")


def test_the_model_refuses_too(five_events):
    with pytest.raises(NotAllowed):
        Event.objects.filter(n=1).update(reason="x")
    with pytest.raises(NotAllowed):
        Event.objects.filter(n=1).delete()
    with pytest.raises(NotAllowed):
        Event.objects.get(n=1).delete()


def test_an_event_of_a_transaction_that_failed_never_was(people, now):
    class Stop(Exception):
        pass

    with pytest.raises(Stop), transaction.atomic():
        actions.record(actor=people["agent"], subject="order", key="1", verb="accept", at=now)
        raise Stop
    assert Event.objects.count() == 0
    assert verify().ok


def test_the_command_tells_by_its_exit_code(five_events, capsys):
    assert main(["audit", "verify"]) == 0
    assert "5 events" in capsys.readouterr().out
    tampered("UPDATE audit_event SET reason = 'x' WHERE n = 4")
    assert main(["audit", "verify"]) == 1
    assert "event 4" in capsys.readouterr().err


WORD = st.text(max_size=12)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | WORD,
    lambda inner: st.lists(inner) | st.dictionaries(WORD, inner),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.fixed_dictionaries({name: WORD for name in chain.FIELDS if name not in ("n", "actor", "data")}),
    n=st.integers(1),
    actor=st.none() | st.integers(1),
    data=st.dictionaries(WORD, VALUE),
    at=st.datetimes(timezones=st.just(dt.timezone(dt.timedelta(hours=8)))),
)
def test_what_is_hashed_is_the_sorted_json_of_the_row_whatever_is_in_it(texts, n, actor, data, at):
    row = {**texts, "n": n, "actor": actor, "data": data, "at": at}
    told = row | {"at": at.astimezone(dt.UTC).isoformat(timespec="microseconds")}
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert chain.canonical(row) == plain.encode()


ODD = "制表\t换行\n回车\r反斜杠\\N\\x41空\x1a引号\"'%s 𠮷"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": ODD, ODD: "值"},
        {"moment": dt.datetime(2026, 11, 18, 10, tzinfo=dt.UTC), "many": [1, 2.5, None, {"b": ODD, "a": []}]},
        {10: "ten", 9: "nine", "z": True},
    ],
)
def test_events_added_many_at_once_are_read_back_as_they_were_hashed(people, now, data):
    person = people["agent"]
    given = {
        "subject": "order",
        "key": "20261118-000001",
        "verb": "accept",
        "reason": ODD,
        "data": data,
        "at": now,
    }
    entries = [
        actions.Entry(actor=actor, from_state="", to_state="\x1a", **given) for actor in (person, None)
    ]
    assert actions.record_many(entries) == 2
    actions.record(actor=person, **given)
    first, second, alone = Event.objects.all()
    assert (first.actor, first.actor_role, second.actor) == (person, "agent", None)
    assert first.reason == second.reason == alone.reason == ODD and first.to_state == "\x1a"
    assert first.data == alone.data == json.loads(json.dumps(first.data)) and first.at == now
    assert verify().ok


def test_many_events_may_ask_the_database_while_they_are_made(people, now):
    def entries():
        for n in range(3):
            seen = Event.objects.count()
            yield actions.Entry(actor=None, subject="order", key=f"{n}-{seen}", verb="accept", at=now)

    assert actions.record_many(entries()) == 3
    assert list(Event.objects.values_list("key", flat=True)) == ["0-0", "1-0", "2-0"]
