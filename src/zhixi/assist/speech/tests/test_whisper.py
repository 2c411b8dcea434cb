import itertools

from zhixi.assist.speech.recognisers.whisper import BABBLE, LOST, confidence


def test_confidence_grows_with_the_probability_and_is_never_certain():
    told = [confidence(mean) for mean in (-9.0, BABBLE, -1.0, -0.5, -0.1, 0.0, 0.5)]
    assert all(a <= b for a, b in itertools.pairwise(told))
    assert 0 <= told[0] < 0.01
    assert told[-1] == told[-2] < 1


def test_half_of_the_characters_are_right_where_a_token_has_a_third_of_the_chance():
    assert confidence(-1.0) == 0.5


def test_what_is_left_of_a_loop_is_told_with_little_confidence():
    assert confidence(LOST) < 0.25
