"""Asking the index: the newest orders that hold all the words, within what narrows them."""

import dataclasses

import tantivy
from django.conf import settings

from zhixi.errors import BadInput, Unavailable
from zhixi.hotline.orders.search import store
from zhixi.hotline.orders.search.documents import phrases, schema
from zhixi.hotline.orders.search.following import follow


@dataclasses.dataclass(frozen=True)
class Found:
    """ids: of the newest `SEARCH_HITS` orders; all: whether these are all; behind: events not yet taken in."""

    ids: list[int]
    all: bool
    behind: int = 0


def ask(words: str, facets: list[list[str]]) -> Found:
    """Orders that hold every word of `words`. facets: of each inner list one must hold ("state:accepted", …).

    Raises BadInput for words without a letter or digit, Unavailable where a large office has no index yet.
    """
    wanted = phrases(words)
    if not wanted:
        raise BadInput("检索内容没有文字或数字", cure="请填写要查找的词", field="q")
    behind = follow(settings.SEARCH_FOLLOW)
    folder = store.current()
    if behind < 0 or folder is None:
        raise Unavailable("检索索引尚未建立", cure="请系统管理员运行 zhixi index rebuild")
    index, form = store.opened(folder), schema()
    index.reload()
    must = [_phrase(form, pairs) for pairs in wanted]
    must += [tantivy.Query.term_set_query(form, "facets", sorted(one_of)) for one_of in facets]
    query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in must])
    searcher = index.searcher()
    found = searcher.search(query, limit=settings.SEARCH_HITS + 1, count=False, order_by_field="at").hits
    ids = searcher.fast_field_values("pk", [address for _, address in found])
    return Found(ids[: settings.SEARCH_HITS], len(ids) <= settings.SEARCH_HITS, behind)


def _phrase(form, pairs: list[str]):
    if len(pairs) == 1 and len(pairs[0]) == 1:  # one character: whatever begins with it
        return tantivy.Query.regex_query(form, "text", f"{pairs[0]}.?")
    if len(pairs) == 1:
        return tantivy.Query.term_query(form, "text", pairs[0], "basic")
    return tantivy.Query.phrase_query(form, "text", pairs)
