"""The written calls of the demonstration city against its own articles."""

import datetime as dt
import pathlib

import pytest
import yaml

from zhixi.assist.knowledge import Index, Passage, follow
from zhixi.assist.talk import Conversation, Leg, Utterance

CITY = pathlib.Path(__file__).parents[5] / "city"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build([_article(path) for path in sorted((CITY / "articles").glob("*.md"))])


def _article(path: pathlib.Path) -> Passage:
    _, head, body = path.read_text(encoding="utf-8").split("---", 2)
    told = yaml.safe_load(head)
    days = {n: dt.date.fromisoformat(str(told[n])) for n in ("valid_from", "valid_to") if told.get(n)}
    variants, district = tuple(told.get("variants") or ()), told.get("district") or ""
    return Passage(
        str(told["key"]), told["title"], body.strip(), district=district, variants=variants, **days
    )


def _cards(name: str, index: Index) -> list[str]:
    """The top card after each of the caller's utterances, "" for none."""
    turns = yaml.safe_load((CITY / "calls" / f"{name}.yaml").read_text(encoding="utf-8"))["turns"]
    talk, cards = Conversation(dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)), []
    for n, turn in enumerate(turns):
        said = Utterance(n, Leg(turn["leg"]), turn["start"], turn["end"], turn["text"])
        talk = talk.with_utterance(said)
        if said.leg is Leg.CALLER:
            found = follow(talk, index, on=TODAY, city="云汐市")
            cards.append(found.cards[0].passage.key if found.answered else "")
    return cards


def test_an_enquiry_gets_its_card_with_the_first_question_and_keeps_it(index):
    assert set(_cards("call-01", index)) == {"juzhuzheng-shenling"}


@pytest.mark.parametrize("call", sorted(path.stem for path in (CITY / "calls").glob("*.yaml")))
def test_the_top_card_changes_at_most_twice_a_call(index, call):
    cards = _cards(call, index)
    assert sum(a != b for a, b in zip(cards, cards[1:], strict=False)) <= 2
