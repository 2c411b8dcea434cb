"""地址要素: an address → its elements (road, house number, building, room …), by a small network that a city trains.

>>> tagger = fit(read_labelled("train.txt"), check=read_labelled("dev.txt"), made_on=today)
>>> tagger.save(city / "models/address")
>>> load_tagger(city / "models/address").elements("云汐市澜湖区望江路12号3幢")

No weights are shipped: labelled addresses that may be redistributed are not known to us.
"""

from zhixi.assist.forms.elements.fitting import fit
from zhixi.assist.forms.elements.labelled import Labelled, entity_figures, read_labelled
from zhixi.assist.forms.elements.tagger import Element, Tagger, load_tagger

__all__ = ["Element", "Labelled", "Tagger", "entity_figures", "fit", "load_tagger", "read_labelled"]
