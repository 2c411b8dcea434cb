import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech.figures import figures, merged
from zhixi.assist.talk import Leg, Utterance


def talk(*lines) -> list[Utterance]:
    legs = {"A": Leg.AGENT, "C": Leg.CALLER, "M": Leg.MIXED}
    return [Utterance(n, legs[who], start, end, text) for n, (who, start, end, text) in enumerate(lines)]


def test_a_talk_is_counted_by_sides():
    found = figures(
        talk(
            ("A", 0, 6, "您好，请问有什么可以帮您？"),
            ("C", 8, 18, "路灯坏了，" * 10),
            ("A", 16, 17, "您先别急"),
            ("C", 17.5, 20, "嗯"),
            ("A", 20, 23, "请稍等，我帮您查一下"),
            ("A", 53, 55, "查到了"),
        )
    )
    assert found.length == 55
    assert found.sides["agent"].seconds == 12
    assert found.sides["caller"].seconds == 12
    assert found.sides["caller"].speed == round(41 / 12 * 60)
    assert (found.sides["agent"].interruptions, found.sides["caller"].interruptions) == (1, 0)
    assert found.overlap == 1
    assert (found.silence, found.longest_silence, found.hold) == (32, 30, 30)
    assert found.silence_share == round(32 / 55, 3)


def test_a_nod_is_no_interruption():
    found = figures(talk(("A", 0, 10, "我给您说明一下"), ("C", 4, 5, "嗯，对对"), ("C", 6, 8, "不是这样的")))
    assert found.sides["caller"].interruptions == 1


def test_a_long_silence_that_nobody_asked_for_is_no_waiting():
    assert figures(talk(("A", 0, 2, "您请讲"), ("C", 30, 32, "喂"))).hold == 0


def test_the_telephone_systems_own_holds_go_before_guesses():
    said = talk(("A", 0, 2, "请稍等"), ("A", 30, 32, "让您久等了"))
    assert figures(said, holds=[(3, 20)]).hold == 17


def test_of_one_mixed_track_no_side_is_known():
    found = figures(talk(("M", 0, 4, "喂你好"), ("M", 6, 10, "你好")))
    assert (found.sides, found.silence, found.overlap) == ({}, 2, 0)


@pytest.mark.parametrize("said", [[], talk(("C", 3, 3, "喂"))])
def test_where_nothing_was_said_there_are_no_figures(said):
    assert figures(said) is None


MOMENTS = st.floats(0, 600).map(lambda value: round(value, 2))
SAID = st.lists(
    st.tuples(
        st.sampled_from("ACM"),
        MOMENTS,
        st.floats(0.05, 30),
        st.sampled_from(["喂", "路灯坏了", "请稍等", ""]),
    ).map(lambda one: (one[0], one[1], round(one[1] + one[2], 2), one[3])),
    max_size=12,
)


@given(SAID)
def test_silence_and_speech_make_up_the_talk(lines):
    found = figures(talk(*lines))
    if found is None:
        return
    speech = sum(
        end - start for start, end in merged((line[1], line[2]) for line in lines if line[2] > line[1])
    )
    assert found.silence + speech == pytest.approx(found.length, abs=0.1)
    assert 0 <= found.silence_share <= 1
    assert found.hold <= found.longest_silence <= found.silence + 0.01
    for side in found.sides.values():
        assert side.seconds <= found.length + 0.01
        assert 0 <= side.interruptions <= side.utterances
    assert all(found.overlap <= side.seconds + 0.01 for side in found.sides.values()) or not found.overlap


@given(SAID, st.floats(0, 1000))
def test_when_the_talk_began_changes_nothing(lines, later):
    moved = [(who, start + later, end + later, text) for who, start, end, text in lines]
    one, other = figures(talk(*lines)), figures(talk(*moved))
    assert (one is None) == (other is None)
    if one:
        assert other.silence == pytest.approx(one.silence, abs=0.1)
        assert other.overlap == pytest.approx(one.overlap, abs=0.1)
