"""What the seat thinks with: what was learnt for the city counts, and its faults keep nobody from working."""

import pytest

from zhixi.assist.dispatch import fit
from zhixi.assist.talk import Leg
from zhixi.errors import Unavailable
from zhixi.hotline.calls import live as live_module
from zhixi.hotline.calls import tools
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Feed
from zhixi.hotline.filling.models import Alarm
from zhixi.hotline.units import queries
from zhixi.hotline.units.models import Category

SAID = "我要投诉，青榆区锦川路十八号那边呜呜呀呀的，天天这样。"  # nothing that the tree's own words know


@pytest.fixture
def home(tmp_path, settings):
    """A home of its own, whose models are read anew before and after."""
    settings.HOME = tmp_path

    def anew():
        queries._city.cache_clear()
        tools._made.cache_clear()

    anew()
    yield tmp_path
    anew()


def category_of(talking) -> list[str] | None:
    draft = tools.seat_tools().filler.fill(LiveCall.of(talking).conversation)
    found = draft.fields.get("category")
    return found and found.value


def test_categories_learnt_for_the_city_are_given_at_the_desk(office, talking, home):
    LiveCall.of(talking).heard(Leg.CALLER, 0.0, 3.0, SAID)
    one, other = Category.objects.filter(active=True).order_by("-code")[:2]
    before = category_of(talking)
    (home / "models").mkdir(exist_ok=True)
    rows = [(f"{n}号楼呜呜呀呀，天天这样", one.code) for n in range(20)]
    fit(rows + [(f"{n}号楼停水了", other.code) for n in range(20)]).save(home / "models" / "category")
    queries._city.cache_clear()
    tools._made.cache_clear()
    assert category_of(talking) != before
    assert category_of(talking) == one.path.split("/")


def test_a_broken_model_keeps_nobody_from_filling(office, talking, home, caplog):
    (home / "models" / "category").mkdir(parents=True)
    (home / "models" / "category" / "card.json").write_text("{", encoding="utf-8")
    LiveCall.of(talking).heard(Leg.CALLER, 0.0, 3.0, "我要投诉，青榆区锦川路十八号的路灯不亮。")
    assert Feed.objects.filter(kind="draft").exists()
    assert "without what was learnt" in caplog.text


def test_a_danger_is_raised_whatever_else_fails(office, talking, monkeypatch):
    def broken():
        raise Unavailable("nothing can be made")

    monkeypatch.setattr(live_module, "seat_tools", broken)
    LiveCall.of(talking).heard(Leg.CALLER, 0.0, 3.0, "快来人，有人掉河里了，在水里扑腾！")
    assert Alarm.objects.filter(call=talking).exists()
