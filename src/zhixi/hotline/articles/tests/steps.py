"""The steps that the tests of articles take."""

import datetime as dt

from django.test import Client
from django.utils import timezone

from zhixi.hotline.articles import actions, search

TODAY = dt.date(2026, 11, 21)
FIELDS = {
    "title": "居住证怎么办理",
    "body": "带上**身份证**和居住证明，到居住地的派出所办理，首次申领不收费。",
    "variants": ["居住证怎么办"],
    "valid_from": dt.date(2026, 1, 1),
    "valid_to": dt.date(2026, 12, 31),
}


def write(person, key="juzhuzheng", revision=None, now=None, **changes):
    return actions.write(
        actor=person, key=key, fields=FIELDS | changes, revision=revision, now=now or timezone.now()
    )


def take(person, article, verb, note="理由", at=None, now=None):
    return actions.take(
        actor=person,
        key=article.key,
        verb=verb,
        revision=article.revision,
        note=note,
        at=at,
        now=now or timezone.now(),
    )


def keys(on=TODAY, district=""):
    return [card.passage.key for card in search.answer("居住证怎么办", on=on, district=district).cards]


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client
