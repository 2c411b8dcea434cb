"""The right article of this place and this day, or none."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixi.assist.knowledge import Index, Passage
from zhixi.errors import BadInput, Unavailable

TODAY = dt.date(2026, 11, 21)
ARTICLES = (
    Passage(
        "permit",
        "居住证怎么申领",
        "在本市居住半年以上的，可以申领居住证。\n材料：本人身份证、居住证明。\n首次申领不收费，十五个工作日内制发。",
        source="《云汐市居住证管理办法》",
        clause="第八条",
        variants=("外地人办居住证要什么材料", "暂住证在哪里办"),
    ),
    Passage("fund", "公积金如何提取", "租房提取公积金，每年可以申请一次，凭租赁合同在线办理。"),
    Passage(
        "school",
        "小学一年级怎么报名",
        "新生报名在每年六月，凭户口簿和房产证明登记。",
        valid_to=dt.date(2026, 6, 30),
    ),
    Passage(
        "school-2027", "小学一年级怎么报名", "新生报名全部改为网上办理。", valid_from=dt.date(2027, 1, 1)
    ),
    Passage("park-lan", "路边停车怎么收费", "澜湖区路边停车首小时五元。", city="云汐市", district="澜湖区"),
    Passage("park-far", "路边停车怎么收费", "远山市路边停车首小时九元。", city="远山市"),
    Passage("noise", "夜间施工噪声向谁投诉", "夜间施工须有证明，噪声扰民由城管部门查处。"),
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(ARTICLES)


def _keys(answer) -> list[str]:
    return [card.passage.key for card in answer.cards]


def test_a_plain_question_gets_its_article_and_the_sentence_that_answers(index):
    answer = index.answer("我想问一下居住证要带什么材料", on=TODAY)
    assert answer.answered and _keys(answer)[0] == "permit" and answer.confidence > 0.5
    assert "身份证" in answer.cards[0].sentence


def test_a_question_that_nobody_wrote_an_answer_for_gets_none(index):
    answer = index.answer("天上的月亮为什么会变圆", on=TODAY)
    assert not answer.answered and answer.confidence < 0.075


@pytest.mark.parametrize(
    "question", ["", "   ", "？？！", "的", "😀" * 50, "<b>x</b>", 'AND OR "(', "水" * 50_000]
)
def test_odd_questions_are_only_questions(index, question):
    assert not index.answer(question, on=TODAY).answered


def test_expired_and_future_articles_are_no_answers(index):
    assert not {"school", "school-2027"} & set(_keys(index.answer("小学一年级怎么报名", on=TODAY)))
    assert "school" in _keys(index.answer("小学一年级怎么报名", on=dt.date(2026, 6, 30)))
    assert "school-2027" in _keys(index.answer("小学一年级怎么报名", on=dt.date(2027, 1, 1)))


def test_another_place_is_no_answer(index):
    ask = "路边停车怎么收费"
    assert "park-far" not in _keys(index.answer(ask, on=TODAY, city="云汐市", district="澜湖区"))
    assert _keys(index.answer(ask, on=TODAY, city="云汐市", district="澜湖区"))[0] == "park-lan"
    assert "park-lan" not in _keys(index.answer(ask, on=TODAY, city="云汐市", district="松汀区"))
    assert not {"park-far", "park-lan"} & set(_keys(index.answer(ask, on=TODAY)))


_days = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
_places = st.sampled_from(["", "云汐市", "远山市"])
_parts = st.sampled_from(["", "澜湖区", "松汀区"])


@settings(max_examples=60, deadline=None)
@given(
    held=st.lists(st.tuples(_places, _parts, st.none() | _days, st.none() | _days), min_size=1, max_size=25),
    on=_days,
    city=_places,
    district=_parts,
)
def test_nothing_expired_future_or_foreign_is_ever_found(held, on, city, district):
    base = [
        Passage(str(n), "停水怎么报修", "打供水热线报修。", city=c, district=d, valid_from=a, valid_to=b)
        for n, (c, d, a, b) in enumerate(held)
    ]
    hits = Index.build(base).search("停水报修", on=on, city=city, district=district, limit=50)
    right = {p.key for p in base if p.holds(on=on, city=city, district=district)}
    assert {hit.passage.key for hit in hits} == right


def test_an_index_in_a_folder_answers_the_same_after_it_is_opened_and_moved(tmp_path, index):
    Index.build(ARTICLES, tmp_path / "made")
    (tmp_path / "made").rename(tmp_path / "moved")
    opened = Index.open(tmp_path / "moved")
    for question in ("居住证", "公积金", "晚上工地吵"):
        assert opened.answer(question, on=TODAY) == index.answer(question, on=TODAY)


def test_another_version_no_index_and_a_folder_of_other_things_are_refused(tmp_path):
    with pytest.raises(Unavailable):
        Index.open(tmp_path / "none")
    Index.build(ARTICLES, tmp_path / "a")
    (tmp_path / "a" / "about.json").write_text('{"version": 0, "size": 1, "embedder": null}')
    with pytest.raises(Unavailable):
        Index.open(tmp_path / "a")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("x")
    with pytest.raises(BadInput):
        Index.build(ARTICLES, tmp_path / "letters")
    assert (tmp_path / "letters" / "mine.txt").exists()


def test_an_empty_base_answers_none():
    assert not Index.build([]).answer("居住证", on=TODAY).cards


def test_passages_of_one_article_make_one_card():
    parts = [Passage("permit", "居住证怎么申领", text) for text in ("材料：身份证。", "居住证免费。")]
    assert len(Index.build(parts).answer("居住证材料", on=TODAY).cards) == 1


class ByLetter:
    """An embedder of one dimension a letter, as small as one can be."""

    name = "by-letter"

    def passages(self, texts):
        counts = np.array([[text.count(c) for c in "车医学水"] for text in texts], dtype=np.float32)
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-6)

    queries = passages


def test_vectors_find_what_words_do_not_and_keep_the_place(tmp_path):
    base = [Passage("car", "", "车"), Passage("far", "", "车", city="远山市"), Passage("water", "", "水")]
    built = Index.build(base, tmp_path / "v", embedder=ByLetter())
    assert [h.passage.key for h in built.search("车子车辆", on=TODAY, limit=1)] == ["car"]
    assert "far" not in {h.passage.key for h in built.search("车子车辆", on=TODAY)}
    with pytest.raises(Unavailable):
        Index.build(base, tmp_path / "w")
        Index.open(tmp_path / "w", embedder=ByLetter())
