"""Nothing expired, not yet in effect or of another place is ever an answer, whichever way it is asked."""

import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.knowledge import Index, Passage, follow
from zhixi.assist.talk import Conversation, Leg, Utterance

TITLES = ("停水怎么报修", "居住证如何申领", "小学怎么报名")
TEXTS = ("打供水热线报修，抢修人员两小时内到。", "凭身份证和居住证明申领居住证。", "凭户口簿到小学报名。")
ASKED = ("停水了找谁报修", "居住证怎么办", "tingshui", "jzz", "庭水报修", "小学报名要什么材料", "水")
FAR = dt.timedelta(days=1)
days = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
cities = st.sampled_from(["", "云汐市", "远山市"])
districts = st.sampled_from(["", "澜湖区", "松汀区"])
articles = st.lists(
    st.tuples(st.integers(0, 2), st.booleans(), cities, districts, st.none() | days, st.none() | days),
    min_size=1,
    max_size=20,
)


class ByLength:
    """An embedder that finds everything near: whatever the words do not find, the meaning does."""

    name = "by-length"

    def passages(self, texts):
        made = np.array([[1.0, len(text) / 1000] for text in texts], dtype=np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    queries = passages


def _base(drawn) -> list[Passage]:
    return [
        Passage(
            str(n),
            TITLES[which] if titled else "",
            TEXTS[which],
            city=city,
            district=district,
            valid_from=first,
            valid_to=last,
        )
        for n, (which, titled, city, district, first, last) in enumerate(drawn)
    ]


def _found(index: Index, where: dict):
    for asked in ASKED:
        yield from (hit.passage for hit in index.search(asked, limit=50, **where))
        yield from (card.passage for card in index.answer(asked, limit=50, **where).cards)
    talk = Conversation(dt.datetime(2026, 11, 21, tzinfo=dt.UTC))
    for n, asked in enumerate(ASKED):
        talk = talk.with_utterance(Utterance(n, Leg.CALLER, n, n + 1, asked))
        yield from (card.passage for card in follow(talk, index, **where).cards)


@settings(max_examples=25, deadline=None)
@given(drawn=articles, on=days, city=cities, district=districts, meant=st.booleans())
def test_whatever_is_shown_holds_there_and_then(drawn, on, city, district, meant):
    index = Index.build(_base(drawn), embedder=ByLength() if meant else None)
    where = {"on": on, "city": city, "district": district}
    for passage in _found(index, where):
        assert passage.holds(**where)


@settings(max_examples=25, deadline=None)
@given(drawn=articles, city=cities, district=districts)
def test_an_article_is_shown_on_its_first_and_last_day_and_not_on_the_days_beside_them(drawn, city, district):
    base = _base(drawn)
    index = Index.build(base)
    for passage in base:
        for day in filter(None, (passage.valid_from, passage.valid_to)):
            for on in (day - FAR, day, day + FAR):
                where = {"on": on, "city": city, "district": district}
                shown = {hit.passage.key for hit in index.search(passage.text, limit=50, **where)}
                assert (passage.key in shown) == passage.holds(**where)
