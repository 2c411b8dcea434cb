import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixi.assist.speech.fillers import fillers


def marked(text: str) -> list[str]:
    return [text[mark.start : mark.end] for mark in fillers(text)]


@pytest.mark.parametrize(
    "text, words",
    [
        ("嗯，我想问一下那个，龙湖区办证中心", ["嗯", "那个"]),
        ("就是说，我这种情况能不能办", ["就是说"]),
        ("啊，呃，那什么，路灯坏了", ["啊", "呃", "那什么"]),
        ("我我我住在那边", ["我我"]),
        ("路灯路灯不亮", ["路灯"]),
        ("嗯嗯嗯", ["嗯嗯嗯"]),
    ],
)
def test_words_without_meaning_and_stumbles_are_marked(text, words):
    assert sorted(marked(text)) == sorted(words)


@pytest.mark.parametrize(
    "text",
    [
        "那个人不讲理",
        "就是这个问题",
        "对对对，看看，天天，谢谢谢谢",
        "好的好的，没有没有",
        "零零零零，幺幺幺幺",
        "你看看这里这么多人",
        "研究研究再说",
    ],
)
def test_words_with_a_meaning_are_not(text):
    assert marked(text) == []


@given(st.text(alphabet="嗯啊我路灯那个就是说，。坏了", max_size=40))
def test_marks_lie_inside_the_text_and_the_text_stays(text):
    assert all(0 <= mark.start < mark.end <= len(text) for mark in fillers(text))
