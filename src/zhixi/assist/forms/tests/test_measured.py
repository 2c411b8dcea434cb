"""The measuring data: figures may rise, they may not fall (docs/measurements/forms.md)."""

import csv
import datetime as dt
import importlib.util
import json
import statistics
import sys

import pytest

from zhixi.assist.city import City
from zhixi.assist.forms import Filler
from zhixi.assist.forms.letters import title
from zhixi.assist.talk import Conversation, Leg, Utterance


@pytest.fixture(scope="module")
def scorer(shared):
    sys.path.insert(0, str(shared / "score"))
    try:
        spec = importlib.util.spec_from_file_location("score_forms", shared / "score/score_forms.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(shared / "score"))
    return module


def test_calls_are_filled_at_least_as_well_as_before(shared, scorer):
    lines = (shared / "data/calls/dialogues_dev.jsonl").read_text(encoding="utf-8").splitlines()
    dialogues, filler, drafts = [json.loads(line) for line in lines], Filler(City()), {}
    for d in dialogues:
        turns = tuple(
            Utterance(n, Leg(t["role"]), t["start"], t["end"], t["text"]) for n, t in enumerate(d["turns"])
        )
        draft = filler.fill(Conversation(dt.datetime.fromisoformat(d["call_time"]), turns, d["ani"]))
        drafts[d["id"]] = {"form": draft.form(), "evidence": draft.evidence_turns()}
    found = scorer.score(drafts, dialogues)
    assert found["fields_f1"] >= 0.90
    assert found["unsupported"] <= 0.01
    assert found["evidence"] >= 0.97
    assert min(found["exact"]["contact_phone"], found["exact"]["request_type"]) >= 0.95
    assert found["time"] >= 0.85
    texts = found["rouge_l"]
    assert texts["title"] >= 0.68 and texts["demand"] >= 0.59 and texts["description"] >= 0.51


def test_titles_of_letters_beat_the_first_clause(shared, scorer):
    with (shared / "data/haikou/order_forms.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[::4]
    assert statistics.mean(scorer.rouge(title(r["诉求内容"])[0], r["标题"]) for r in rows) >= 0.78
