"""What may be imported by name."""

import pathlib

from zhixi.hotline.imports import articles, facts, order_columns, people
from zhixi.hotline.imports.columns import Column
from zhixi.hotline.imports.keeping import Kept
from zhixi.hotline.imports.orders import import_orders


def columns_of(kind: str) -> tuple[Column, ...]:
    """The fields of a kind; those that name units or categories know the ones that are there now."""
    return {
        "orders": order_columns.order_columns,
        "articles": articles.article_columns,
        "units": lambda: facts.UNIT,
        "duties": facts.duty_columns,
        "categories": lambda: facts.CATEGORY,
        "places": lambda: facts.PLACE,
        "people": people.people_columns,
    }[kind]()


def load(kind: str, file: str, *, actor, now, chosen, told=None) -> Kept:
    """Import one file in one transaction. told: see `import_orders`; of other kinds the first bad row raises."""
    path = pathlib.Path(file)
    if kind == "orders":
        return import_orders(path, actor=actor, now=now, chosen=chosen, told=told)
    how = {
        "articles": articles.import_articles,
        "units": facts.import_units,
        "duties": facts.import_duties,
        "categories": facts.import_categories,
        "places": facts.import_places,
        "people": people.import_people,
    }[kind]
    return how(path, actor=actor, now=now, chosen=chosen)
