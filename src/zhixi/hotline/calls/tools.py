"""What the seat thinks with, made from the office's rows and kept while they do not change (坐席辅助).

Filling is indexed once a revision of the city's facts, the answers once a version of the articles, dispatch
as for orders.
"""

import dataclasses
import functools
import logging

from django.utils import timezone

from zhixi.assist import knowledge, safety
from zhixi.assist.city import City
from zhixi.assist.forms import Filler
from zhixi.assist.forms.kind_meaning import KindMeaning
from zhixi.assist.safety import Meaning
from zhixi.assist.speech.mending import Mender, names_of
from zhixi.assist.talk import Conversation, Leg, Utterance
from zhixi.errors import ZhixiError
from zhixi.hotline.articles import search
from zhixi.hotline.articles.favours import by_use
from zhixi.hotline.articles.queries import answer_out
from zhixi.hotline.orders import recommending
from zhixi.hotline.units.queries import city_facts, revision

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Tools:
    """categories: full path → code."""

    city: City
    filler: Filler
    mender: Mender
    categories: dict[str, str]

    def answers(self, conversation: Conversation, district: str, following: knowledge.Following) -> dict:
        """AnswersOut for what the caller asks now, valid on the day of the call and in the place.

        following: of this call, which has heard the talk so far.
        """
        found = following.follow(
            conversation,
            search.current_index(),
            on=conversation.started_at.date(),
            city=self.city.name,
            district=district,
            witness=search.witness(),
        )
        return answer_out(by_use(found, district=district, now=timezone.now(), keep_first=True))

    def units(
        self, text: str, *, category: str, place: dict | None, request_type: str = "", on
    ) -> list[dict]:
        """Recommendations of the API, the units that may take it on that day."""
        asked = {"category": category, "place": place, "request_type": request_type, "on": on}
        found = recommending.recommended(timezone.localdate(), text=text, **asked)
        return [recommending.presented(one) for one in found]


def seat_tools() -> Tools:
    return _made(revision())


def danger_by_meaning() -> Meaning | None:
    """The alarm's second ear; None where sentence vectors are not wanted or not there."""
    witness = search.witness()
    return _meaning(witness) if witness is not None else None


@functools.lru_cache(maxsize=1)
def _meaning(witness) -> Meaning | None:
    try:
        return Meaning(witness)
    except ValueError as error:
        log.warning("dangers are heard by words alone: %s", error)
        return None


def warm() -> None:
    """Build what the next call would have to wait for: after a start, a new day, a change of the city or articles."""
    _tried(revision())
    index, witness = search.current_index(), search.witness()
    if witness is not None:
        index.judge(witness)
        search.prepare()
    recommending.recommended(timezone.localdate(), text="", on=timezone.localdate())


@functools.lru_cache(maxsize=1)
def _tried(revision: int) -> None:
    """What is loaded when it is first used, loaded: by an utterance that nobody said."""
    said = Utterance(0, Leg.CALLER, 0.0, 1.0, "你好，我想反映一下")
    talk = Conversation(timezone.localtime(), (said,))
    _made(revision).filler.drafts(talk)
    safety.alarms(talk)
    if (meaning := danger_by_meaning()) is not None:
        safety.alarms(talk, meaning)


@functools.lru_cache(maxsize=1)
def _made(revision: int) -> Tools:
    city = city_facts()
    categories = {"/".join(category.path): category.code for category in city.categories}
    return Tools(city, _filler(city), Mender.of(names_of(city)), categories)


def _filler(city: City) -> Filler:
    """A broken model of categories must not keep anybody from filling or saving: the tree's own words stay."""
    try:
        return Filler(city, _kinds())
    except ZhixiError as error:
        log.error("categories are told without what was learnt: %s", error)
        return Filler(dataclasses.replace(city, folder=None), _kinds())


def _kinds() -> KindMeaning | None:
    """A talk's type by meaning; None where sentence vectors are not wanted or not there."""
    try:
        return KindMeaning(witness) if (witness := search.witness()) is not None else None
    except ValueError as error:
        log.warning("types are told by words alone: %s", error)
        return None
