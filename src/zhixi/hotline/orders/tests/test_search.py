"""Orders are found by their words, at once after every step, each person within what they may see."""

import pytest

from zhixi.errors import Unavailable
from zhixi.hotline.orders import search
from zhixi.hotline.orders.choices import State
from zhixi.hotline.orders.filters import OrderFilter, read, written
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.search import documents, store

pytestmark = pytest.mark.django_db


def found(browser, **query) -> set[str]:
    answer = browser.get("/api/orders", query)
    assert answer.status_code == 200, answer.json()
    return {row["number"] for row in answer.json()["items"]}


def test_any_two_neighbouring_characters_are_found_and_others_are_not(signed_in, order_in):
    order = order_in(
        State.ACCEPTED, title="关于北园路路灯不亮的投诉", description="路灯坏了三天，Lamp-07号杆"
    )
    agent = signed_in("agent")
    for words in ("路灯", "园路路灯", "灯不亮", "lamp", "LAMP", "07号", "路灯 三天", "ｌａｍｐ", "杆"):
        assert found(agent, q=words) == {order.number}, words
    for words in ("路不", "亮灯", "路灯 停水", "投诉路灯"):
        assert found(agent, q=words) == set(), words


def test_a_step_shows_in_the_next_search(signed_in, order_in, do):
    order = order_in(State.ACCEPTED, title="关于垃圾清运的投诉")
    agent = signed_in("agent")
    assert found(agent, q="清运") == {order.number}
    do("agent", "amend", order, fields={"title": "关于井盖缺失的投诉"}, reason="更正标题")
    assert found(agent, q="清运") == set()
    assert found(agent, q="井盖", state="accepted") == {order.number}
    assert found(agent, q="井盖", state="reviewed") == set()


def test_a_unit_finds_its_own_orders_alone(signed_in, order_in, do, city):
    mine, other = order_in(State.HANDLING), order_in(State.ACCEPTED)
    assert found(signed_in("unit_clerk"), q="摊贩") == {mine.number}
    assert found(signed_in("rival"), q="摊贩") == set()
    assert found(signed_in("district_admin"), q="摊贩") == {mine.number}
    assert found(signed_in("agent"), q="摊贩") == {mine.number, other.number}
    do("dispatcher", "assist", mine, unit=city["water"], task="配合关阀")
    assert found(signed_in("helper"), q="摊贩") == {mine.number}


def test_a_draft_is_found_by_its_author_alone(signed_in, order_in):
    draft = order_in(State.DRAFT)
    assert found(signed_in("agent"), q="摊贩") == {draft.number}
    assert found(signed_in("other_agent"), q="摊贩") == set()


def test_no_phone_and_no_confidential_name_is_found_by_words(signed_in, order_in):
    order_in(
        State.HANDLING, confidential=True, caller_name="欧阳小满", description="欧阳小满反映，电话13900001234"
    )
    for who in ("agent", "unit_clerk"):
        for words in ("13900001234", "139 0000 1234", "00001234", "欧阳小满"):
            assert found(signed_in(who), q=words) == set(), words


def test_the_index_may_be_deleted_and_is_made_again(signed_in, order_in, settings):
    order = order_in(State.ACCEPTED)
    agent = signed_in("agent")
    assert found(agent, q="摊贩") == {order.number}
    first = store.current()
    (first / store.MARK).unlink()
    assert found(agent, q="摊贩") == {order.number}
    assert store.current() != first
    settings.SEARCH_BUILD_AT_ONCE = 0
    (store.current() / store.MARK).unlink()
    assert agent.get("/api/orders?q=摊贩").status_code == 503
    with pytest.raises(Unavailable):
        search.ask("摊贩", [])
    assert search.rebuild() == 1
    assert search.ask("摊贩", []).ids == [order.pk]


def test_the_index_of_another_database_is_noticed(order_in):
    order = order_in(State.ACCEPTED)
    search.rebuild()
    store.put_mark(store.current(), 3, "0" * 64)
    assert search.follow() == 0
    assert search.ask("摊贩", []).ids == [order.pk]


def test_what_was_left_out_is_told(signed_in, order_in, settings):
    orders = [order_in(State.ACCEPTED) for _ in range(3)]
    settings.SEARCH_HITS = 2
    answer = signed_in("agent").get("/api/orders?q=摊贩").json()
    assert [row["number"] for row in answer["items"]] == [o.number for o in orders[:0:-1]]
    assert "最新的2条" in answer["notice"]
    assert signed_in("agent").get("/api/orders?q=摊贩", {"box": "mine"}).status_code == 200


def test_words_without_letters_are_refused(signed_in):
    answer = signed_in("agent").get("/api/orders", {"q": "，。"})
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "q"


@pytest.mark.parametrize("text", ["", "路", "路灯", "路灯，不亮", "a1", "一 二"])
def test_every_part_of_a_run_is_among_its_tokens(text):
    tokens = " ".join(documents.runs(text)).split()
    for pairs in documents.phrases(text):
        assert all(any(token.startswith(pair) for token in tokens) for pair in pairs)


def test_filters_read_as_they_were_written():
    wanted = OrderFilter.model_validate(
        {"from": "2026-11-01", "state": ["accepted"], "returned": True, "q": "路灯"}
    )
    assert written(wanted) == {"from": "2026-11-01", "state": ["accepted"], "returned": True, "q": "路灯"}
    assert read(written(wanted)) == wanted


def test_stages_clocks_callbacks_and_flags_narrow(signed_in, order_in, do, people):
    done, open_one = order_in(State.CONCLUDED), order_in(State.DISPATCHED)
    held = do("supervisor", "hold", order_in(State.ARCHIVED), reason="涉及诉讼")
    browser = signed_in("dispatcher")
    everything = {done.number, open_one.number, held.number}
    assert found(browser, stage="concluded") == {done.number, held.number}
    assert found(browser, stage="concluded", stage_from="2026-11-18", stage_to="2026-11-18") == {
        done.number,
        held.number,
    }
    assert found(browser, stage="dispatched", stage_to="2026-11-17") == set()
    assert found(browser, clock="handle") == {open_one.number}
    due = Order.objects.get(pk=open_one.pk).due_at.date()
    assert found(browser, clock="handle", due_from=due, due_to=due) == {open_one.number}
    assert found(browser, clock="handle", due_to="2026-11-17") == set()
    assert found(browser, satisfaction="satisfied") == {done.number, held.number}
    assert found(browser, satisfaction="dissatisfied", solved="true") == set()
    assert found(browser, held="true") == {held.number}
    assert found(browser, held="false", returned="false", reopened="false") == everything - {held.number}
    assert found(browser, agent=people["agent"].pk) == everything
    assert found(browser, agent=people["other_agent"].pk) == set()
    assert found(browser, unit="east", below="true") == everything
    assert found(browser, unit="east") == found(browser, unit="moon") == set()


def test_a_caller_is_asked_for_by_post_within_the_filters(signed_in, order_in):
    order = order_in(State.ACCEPTED)
    agent = signed_in("agent")
    for filters, numbers in (({}, [order.number]), ({"state": ["archived"]}, [])):
        answer = agent.send("/api/orders/search", {"filters": filters, "phone": "139 0000 1234"}).json()
        assert [row["number"] for row in answer["items"]] == numbers
    assert signed_in("unit_clerk").send("/api/orders/search", {"phone": "13900001234"}).status_code == 403
    wrong = agent.send("/api/orders/search", {"filters": {"moon": 1}})
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "moon")


def test_long_lists_are_walked_without_gap_and_told_how_deep_they_are(signed_in, order_in, settings):
    made = [order_in(State.ACCEPTED).number for _ in range(5)]
    settings.LIST_COUNT_CAP = 4
    browser, seen, after = signed_in("agent"), [], ""
    while True:
        page = browser.get("/api/orders", {"size": 2, "after": after}).json()
        assert (page["total"], page["more"]) == (4, True) or not page["next"]
        seen += [row["number"] for row in page["items"]]
        if not (after := page["next"]):
            break
    assert seen == made[::-1]
    assert browser.get("/api/orders?size=2&page=3").json()["error"]["field"] == "page"
    for wrong in ("x", "2026-11-18~1", "2026-11-18T00:00:00+08:00~x", "~"):
        assert browser.get("/api/orders", {"after": wrong}).json()["error"]["field"] == "after"
