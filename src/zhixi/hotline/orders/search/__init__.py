"""Finding orders by their words (全文检索): a tantivy index beside the database, made from rows, deletable.

The index follows the chain of events: each step of an order is one event, so the orders of the events after the
last followed one are those that changed. It narrows; the database decides who sees what and what still holds.
"""

from zhixi.hotline.orders.search.asking import Found, ask
from zhixi.hotline.orders.search.following import follow, rebuild

__all__ = ["Found", "ask", "follow", "rebuild"]
