"""Fill a draft from a conversation (智能填单)."""

from zhixi.assist.city import City
from zhixi.assist.forms.addresses import Gazetteer
from zhixi.assist.forms.asking import guards, missing
from zhixi.assist.forms.category import Categories, category
from zhixi.assist.forms.draft import Draft, Field, Guard
from zhixi.assist.forms.earlier import related_order
from zhixi.assist.forms.hearing import Turn, listen
from zhixi.assist.forms.kind import request_type, urgency
from zhixi.assist.forms.name import name_and_sex
from zhixi.assist.forms.phone import phone
from zhixi.assist.forms.place import incident_address
from zhixi.assist.forms.reheard import Ears
from zhixi.assist.forms.summary import summary
from zhixi.assist.forms.unsaid import said_in
from zhixi.assist.forms.when import incident_time
from zhixi.assist.forms.wishes import wishes
from zhixi.assist.forms.written import written_texts, written_type
from zhixi.assist.talk import Conversation


class Filler:
    """Fills drafts for one city. Make one a city and keep it: its gazetteer and categories are indexed once."""

    def __init__(self, city: City):
        self.city = city
        self.gazetteer = Gazetteer(city)
        self.categories = Categories(city)
        self.ears = Ears(city, self.gazetteer)

    def fill(self, conversation: Conversation) -> Draft:
        """The draft of a talk so far. Pure: the same talk gives the same draft, whatever was filled before."""
        conversation = self.ears.again(conversation)
        turns = listen(conversation)
        fields = self._facts(turns, conversation)
        if conversation.written:
            fields |= written_texts(turns)
        else:
            fields |= self._held(summary(turns, fields), turns, conversation)
        node = category(turns, self.categories, fields, written=conversation.written)
        fields |= {"category": node} if node else {}
        return Draft(fields, missing(turns, fields), guards(turns, fields))

    def guards(self, conversation: Conversation, *, request_type: str, urgency: str) -> tuple[Guard, ...]:
        """The warnings against what an agent is about to save."""
        turns = listen(self.ears.again(conversation))
        return guards(turns, {}, kind=request_type, urgency=urgency)

    def _held(self, texts: dict[str, Field], turns: tuple[Turn, ...], talk: Conversation) -> dict[str, Field]:
        """The texts without any that holds a number or name that nobody said: rules can err, an order may not."""
        said = said_in(turns, talk.started_at, self.gazetteer, (talk.calling_number,))
        return {name: made for name, made in texts.items() if not said.lacks(str(made.value))}

    def _facts(self, turns: tuple[Turn, ...], conversation: Conversation) -> dict[str, Field]:
        fields: dict[str, Field] = dict(name_and_sex(turns))
        kind = written_type(turns) if conversation.written else request_type(turns)
        number = phone(turns, conversation.calling_number)
        found = [
            kind,
            urgency(turns, kind),
            number,
            related_order(turns),
            incident_address(turns, self.gazetteer, self.ears),
            incident_time(turns, conversation.started_at),
        ]
        fields |= {f.name: f for f in found if f}
        return fields | wishes(turns, phone=number)


def fill(conversation: Conversation, city: City) -> Draft:
    """One draft, for one-off use; who fills after every utterance keeps a `Filler`."""
    return Filler(city).fill(conversation)
