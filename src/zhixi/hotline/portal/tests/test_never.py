"""Whatever the dates, places and steps: nobody reads what is expired, still to come, of another city or not let out."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhixi.hotline.accounts.models import User
from zhixi.hotline.articles.models import Article, Version
from zhixi.hotline.portal import feed, queries, search
from zhixi.hotline.portal.models import Exposure
from zhixi.hotline.units.models import Place

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(dt.datetime(2026, 11, 28, 10, 30))
DAYS = st.none() | st.integers(-3, 3).map(lambda n: NOW.date() + dt.timedelta(days=n))
HOURS = st.integers(-30, 30).map(lambda n: NOW + dt.timedelta(hours=n))
TEXTS = st.fixed_dictionaries(
    {
        "valid_from": DAYS,
        "valid_to": DAYS,
        "district": st.sampled_from(["", "东城区", "邻市西区"]),
        "released_at": HOURS,
        "ended_at": st.none() | HOURS,
        "recheck": st.sampled_from(["", "", "依据已废止，待复核"]),
    }
)
STATES = st.sampled_from(["", "asked", "approved", "approved", "declined", "retracted"])


def allowed(text: dict, state: str) -> bool:
    """Said again in other words than the query's."""
    out = text["released_at"] <= NOW and not (text["ended_at"] and text["ended_at"] <= NOW)
    first, last = text["valid_from"] or dt.date.min, text["valid_to"] or dt.date.max
    here = text["district"] != "邻市西区"
    return state == "approved" and out and here and not text["recheck"] and first <= NOW.date() <= last


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.tuples(TEXTS, STATES), max_size=4))
def test_what_everybody_reads_is_let_out_in_force_and_here(django_user_model, texts):
    with transaction.atomic():
        person = User.objects.create(username="editor", name="采编")
        Place.objects.create(kind="district", name="东城区")
        for n, (text, state) in enumerate(texts):
            _made(person, f"a{n}", text, state)
        expected = {f"a{n}" for n, (text, state) in enumerate(texts) if allowed(text, state)}
        told = feed.page(1, NOW)
        assert {item["_zhixi"]["key"] for item in told["items"]} == expected
        assert {passage.article for passage in search.passages(NOW)} == expected
        assert {f"a{n}" for n in range(len(texts)) if queries.one(f"a{n}", NOW)} == expected
        gone = {row["id"].rpartition("/")[2] for row in told["_zhixi"]["withdrawn"]}
        assert not gone & expected
        transaction.set_rollback(True)


def _made(person, key: str, text: dict, state: str) -> None:
    shared = {"title": f"标题{key}", "body": "内容", "written_by": person}
    article = Article.objects.create(key=key, changed_at=NOW, **shared)
    Version.objects.create(article=article, n=1, released_by=person, approved_at=NOW, **shared, **text)
    if state:
        since = NOW if state in ("approved", "retracted") else None
        Exposure.objects.create(
            article=article, state=state, asked_by=person, asked_at=NOW, changed_at=NOW, public_since=since
        )
