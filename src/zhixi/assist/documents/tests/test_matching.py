"""Pieces of a document that comes again find those of the last time; none is matched twice, none is lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhixi.assist.documents import Piece
from zhixi.assist.documents.matching import Known, match

WORDS = ("居住证", "收费", "期限", "办理", "社区", "补贴", "不收", "十日", "公安机关", "签注")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map("".join)
TEXTS = st.lists(SENTENCES, max_size=6, unique=True)
PATIENT = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # others work on this machine too


def pieces(texts: list[str]) -> list[Piece]:
    return [Piece(f"第{n}条", f"第{n}条", "标题", text) for n, text in enumerate(texts, 1)]


def known(texts: list[str]) -> list[Known]:
    return [Known(f"k{n}", f"第{n}条", text) for n, text in enumerate(texts, 1)]


@PATIENT
@given(before=TEXTS, after=TEXTS)
def test_every_piece_is_matched_once_at_most_and_nothing_is_lost(before, after):
    matches, gone = match(pieces(after), known(before))
    used = [m.of.key for m in matches if m.of] + [k.key for k in gone]
    assert sorted(used) == sorted(k.key for k in known(before))
    assert [m.piece for m in matches] == pieces(after)


@PATIENT
@given(texts=TEXTS)
def test_the_same_again_is_the_same(texts):
    matches, gone = match(pieces(texts), known(texts))
    assert all(m.same for m in matches) and not gone


@PATIENT
@given(texts=TEXTS, at=st.integers(0, 8))
def test_what_moved_is_known_by_its_words(texts, at):
    fresh = [*texts[:at], "全新的内容完全不同于其他", *texts[at:]]
    matches, gone = match(pieces(fresh), known(texts))
    assert not gone
    for m in matches:
        if m.piece.body in texts:
            assert m.of.text == m.piece.body and m.same == (m.piece.place == m.of.place)
