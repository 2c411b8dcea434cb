"""Fill a draft from a conversation (智能填单)."""

from zhixi.assist.city import City
from zhixi.assist.forms.addresses import Gazetteer
from zhixi.assist.forms.draft import Draft, Field
from zhixi.assist.forms.earlier import related_order
from zhixi.assist.forms.hearing import listen
from zhixi.assist.forms.kind import request_type, urgency
from zhixi.assist.forms.name import name_and_sex
from zhixi.assist.forms.phone import phone
from zhixi.assist.forms.place import incident_address
from zhixi.assist.forms.summary import summary
from zhixi.assist.forms.when import incident_time
from zhixi.assist.forms.wishes import wishes
from zhixi.assist.talk import Conversation


class Filler:
    """Fills drafts for one city. Make one a city and keep it: its gazetteer and categories are indexed once."""

    def __init__(self, city: City):
        self.city = city
        self.gazetteer = Gazetteer(city)

    def fill(self, conversation: Conversation) -> Draft:
        """The draft of a talk so far. Pure: the same talk gives the same draft, whatever was filled before."""
        turns = listen(conversation)
        fields: dict[str, Field] = dict(name_and_sex(turns))
        kind = request_type(turns)
        number = phone(turns, conversation.calling_number)
        found = [kind, urgency(turns, kind), number, related_order(turns)]
        found.append(incident_time(turns, conversation.started_at))
        address = incident_address(turns, self.gazetteer)
        found.append(address)
        fields |= {f.name: f for f in found if f}
        fields |= wishes(turns, phone=number)
        fields |= summary(turns, kind, address)
        return Draft(fields)


def fill(conversation: Conversation, city: City) -> Draft:
    """One draft, for one-off use; who fills after every utterance keeps a `Filler`."""
    return Filler(city).fill(conversation)
