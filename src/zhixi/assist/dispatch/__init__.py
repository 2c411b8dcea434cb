"""智能转派: a request → ranked units, each with its reasons and a confidence that is true.

>>> fit(history).save(folder); model = load_model(folder)       # history: (text, label), oldest first
>>> recommender = Recommender(city, model, precedents)           # model and precedents may be absent
>>> recommender.recommend(text, category="01.01.01", place={"district": "澜湖区"}, on=today)
"""

import datetime as dt

from zhixi.assist.city import City
from zhixi.assist.dispatch.fitting import Fitted, fit, fit_and_judge
from zhixi.assist.dispatch.model import Model, load_model
from zhixi.assist.dispatch.precedents import Precedents
from zhixi.assist.dispatch.recommender import Recommender
from zhixi.assist.dispatch.values import Evidence, Precedent, Ranked, Reason, Recommendation

__all__ = [
    "Evidence",
    "Fitted",
    "Model",
    "Precedent",
    "Precedents",
    "Ranked",
    "Reason",
    "Recommendation",
    "Recommender",
    "fit",
    "fit_and_judge",
    "load_model",
    "recommend",
]


def recommend(
    text: str, *, city: City, category: str = "", place: dict | None = None, on: dt.date, limit: int = 5
) -> list[Recommendation]:
    """One recommendation by duty list and place; for many, build one `Recommender`."""
    return Recommender(city).recommend(text, category=category, place=place, on=on, limit=limit)
