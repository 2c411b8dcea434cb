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


def test_a_short_question_after_a_long_talk_is_about_what_was_talked_of(index):
    talk = Conversation(dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC))
    said = (
        ("caller", "你好，我想问一下，我老婆是外地户口，想把户口迁到我这里来，夫妻投靠落户怎么办？"),
        ("agent", "请问你们结婚多久了？"),
        ("caller", "结婚有三年多了，她一直在外地上班，今年才过来的。"),
        ("agent", "您自己的户口是在云汐吗？"),
        ("caller", "是的，我在这边出生的，一直住在澜湖区。"),
        ("agent", "好的，您有自己的房子吗？"),
        ("caller", "房子是我爸妈的，我们跟他们一起住，房产证写的是我爸的名字。"),
        ("agent", "那也可以办。"),
        ("caller", "那就好，我之前听人家说没有房子办不了。"),
        ("caller", "那要带什么材料呢？"),
    )
    for n, (leg, text) in enumerate(said):
        talk = talk.with_utterance(Utterance(n, Leg(leg), 9.0 * n, 9.0 * n + 8, text))
    found = follow(talk, index, on=TODAY, city="云汐市")
    assert found.answered and found.cards[0].passage.key == "hukou-fuqi"
