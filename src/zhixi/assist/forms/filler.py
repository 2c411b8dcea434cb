"""Fill a draft from a conversation (智能填单)."""

import dataclasses
from collections.abc import Iterable

from zhixi.assist.city import City
from zhixi.assist.forms import matters
from zhixi.assist.forms.addresses import Gazetteer
from zhixi.assist.forms.asking import guards, missing
from zhixi.assist.forms.category import Categories, category
from zhixi.assist.forms.district import located
from zhixi.assist.forms.draft import Draft, Field, Guard
from zhixi.assist.forms.earlier import related_order
from zhixi.assist.forms.hearing import Turn, listen
from zhixi.assist.forms.kind import request_type
from zhixi.assist.forms.kind_meaning import KindMeaning
from zhixi.assist.forms.level import urgency
from zhixi.assist.forms.name import name_and_sex
from zhixi.assist.forms.phone import phone
from zhixi.assist.forms.place import incident_address
from zhixi.assist.forms.reheard import Ears
from zhixi.assist.forms.summary import summary
from zhixi.assist.forms.unsaid import Said, said_in
from zhixi.assist.forms.when import incident_time
from zhixi.assist.forms.wishes import wishes
from zhixi.assist.forms.written import written_texts, written_type
from zhixi.assist.talk import Conversation

KEPT = 256  # drafts of later parts, for all talks that are filled at a time
LONGEST, LONGEST_LETTER = 4_000, 20_000  # characters of one utterance that are read


@dataclasses.dataclass(frozen=True, slots=True)
class Heard:
    """A talk as every matter of it is filled from. shared: the fields about the caller; said: what a text may hold."""

    talk: Conversation
    shared: dict[str, Field]
    said: Said


class Filler:
    """Fills drafts for one city. Make one a city and keep it: its gazetteer and categories are indexed once.

    meaning: speaks for the type of a talk beside its words; without it the words alone.
    """

    def __init__(self, city: City, meaning: KindMeaning | None = None):
        self.meaning = meaning
        self.city = city
        self.gazetteer = Gazetteer(city)
        self.categories = Categories(city)
        self._kept: dict[tuple, Draft] = {}
        self.elements = {node.path: node.elements for node in city.categories if node.elements}
        self.ears = Ears(city, self.gazetteer)

    def fill(self, conversation: Conversation) -> Draft:
        """The draft of a talk so far, of its first matter where it has more. Pure: the same talk, the same draft."""
        return self.drafts(conversation)[0]

    def drafts(self, conversation: Conversation) -> tuple[Draft, ...]:
        """A draft for each matter of the talk (一次来电多项诉求), in the order they came up; one matter, one draft.

        Who calls and how to reach him is said once and stands in each.
        """
        conversation = self.ears.again(_bounded(conversation))
        turns = listen(conversation)
        said = said_in(turns, conversation.started_at, self.gazetteer, (conversation.calling_number,))
        heard = Heard(conversation, self._of_the_caller(turns, conversation), said)
        parts = [turns] if conversation.written else matters.parts(turns)
        if len(parts) == 1:
            return (self._draft(turns, heard),)
        first = self._part(parts[0], heard)
        others = [(part, self._part(part, heard, first)) for part in parts[1:]]
        own = [(part, draft) for part, draft in others if matters.another(first, draft, part)]
        if len(own) < len(others):
            apart = {turn.n for part, _ in own for turn in part}
            first = self._draft(tuple(t for t in turns if t.n not in apart), heard, parted=bool(own))
        return (first, *(draft for _, draft in own))

    def _part(self, part: tuple[Turn, ...], heard: Heard, first: Draft | None = None) -> Draft:
        """The draft of a part, from its own words; one that the talk has left behind is the same again, and kept."""
        where = first.fields.get("incident_address") if first else None
        caller = tuple((name, made.text, made.evidence) for name, made in heard.shared.items())
        talk, place = heard.talk, (where.text, where.evidence) if where else ("", ())
        key = (part, talk.started_at, talk.calling_number, caller, place, first is None)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            said = said_in(part, talk.started_at, self.gazetteer, (talk.calling_number, place[0]))
            own = dataclasses.replace(heard, said=said)
            self._kept[key] = self._draft(part, own, beside=first, parted=first is None)
        return self._kept[key]

    def _draft(
        self, turns: tuple[Turn, ...], heard: Heard, beside: Draft | None = None, parted: bool = False
    ) -> Draft:
        """The draft of some turns. beside: the first matter's, whose place a part that says "我们小区" is at."""
        fields = heard.shared | self._facts(turns, heard.talk)
        if parted and "request_type" not in fields and (kind := matters.grievance(turns)):
            fields["request_type"] = kind
        if beside and "incident_address" not in fields and matters.here(turns):
            where = beside.fields.get("incident_address")
            fields |= {"incident_address": where} if where else {}
        if heard.talk.written:
            fields |= written_texts(turns)
        else:
            # Rules can err, an order may not: a text with a number or name that nobody said is left out.
            texts = summary(turns, fields)
            fields |= {name: made for name, made in texts.items() if not heard.said.lacks(str(made.value))}
        node = category(turns, self.categories, fields, written=heard.talk.written)
        fields |= {"category": node} if node else {}
        elements = self.elements.get(tuple(node.value)) if node else None
        return Draft(fields, missing(turns, fields, elements), guards(turns, fields))

    def unsaid(self, text: str, conversation: Conversation, known: Iterable[str] = ()) -> tuple[str, ...]:
        """What a text holds that was not said (see `unsaid`), neither as it was recognised nor as it was meant."""
        turns = listen(conversation) + listen(self.ears.again(conversation))
        known = (*known, conversation.calling_number)
        return said_in(turns, conversation.started_at, self.gazetteer, known).lacks(text)

    def guards(
        self, conversation: Conversation, *, request_type: str, urgency: str, address: dict | None = None
    ) -> tuple[Guard, ...]:
        """The warnings against what an agent is about to save. address: its parts."""
        turns = listen(self.ears.again(conversation))
        place = located(address or {}, self.gazetteer)
        return guards(turns, {}, kind=request_type, urgency=urgency, place=place)

    def _of_the_caller(self, turns: tuple[Turn, ...], talk: Conversation) -> dict[str, Field]:
        """Who calls, how to reach him and what he wishes of the office: for every matter the same."""
        found: dict[str, Field] = dict(name_and_sex(turns))
        number = phone(turns, talk.calling_number)
        found |= {number.name: number} if number else {}
        return found | wishes(turns, phone=number)

    def _facts(self, turns: tuple[Turn, ...], talk: Conversation) -> dict[str, Field]:
        """What one matter is: its type, urgency, place, time and earlier order."""
        kind = written_type(turns) if talk.written else request_type(turns, self.meaning)
        found = [
            kind,
            urgency(turns, kind),
            related_order(turns),
            incident_address(turns, self.gazetteer, self.ears),
            incident_time(turns, talk.started_at),
        ]
        return {f.name: f for f in found if f}


def _bounded(talk: Conversation) -> Conversation:
    """The talk with each utterance no longer than anybody speaks or writes; places in what is left stay true."""
    most = LONGEST_LETTER if talk.written else LONGEST
    if all(len(u.text) <= most for u in talk.utterances):
        return talk
    return dataclasses.replace(
        talk, utterances=tuple(dataclasses.replace(u, text=u.text[:most]) for u in talk.utterances)
    )


def fill(conversation: Conversation, city: City) -> Draft:
    """One draft, for one-off use; who fills after every utterance keeps a `Filler`."""
    return Filler(city).fill(conversation)
