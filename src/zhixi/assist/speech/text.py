"""A recogniser's raw text made fit for a form: simplified characters, no endless repeats, no invented credits."""

import functools
import re

import opencc

# What models trained on subtitles write over music and noise. Whole texts only: a caller may say 谢谢.
_CREDITS = re.compile(
    r"字幕(by|由|志愿者|组|製作|制作|提供)|(中文|简体)字幕|请不吝点赞|点赞.{0,4}订阅|订阅.{0,6}转发|打赏支持|明镜与点点"
    r"|优优独播|独播剧场|谢谢(大家)?(的)?(观看|收看|收听)|(作词|作曲|编曲|演唱|混音){2}|下(期|集)再见|mingpao|amara\.?org|youtube",
    re.IGNORECASE,
)
_CREDIT_LENGTH = 40  # a longer text has something else in it, and a person should see it
_PUNCTUATION = re.compile(r"[\W_]+")
_RUN = re.compile(r"([^\W\d_]{1,12}?)[，。、,.\s]*(?:\1[，。、,.\s]*){3,}")
# No number that people dial has twelve equal digits in a row; they come as 4-4-4-4 too.
_DIGIT_RUN = re.compile(r"(\d)(?:[-，、,.\s]?\1){11,}")
_HAN = "[\u4e00-\u9fff]"
_FULL = {",": "，", "?": "？", "!": "！", ";": "；", ":": "："}
_SHORT, _SHORT_TIMES = 2, 6  # 喂喂喂喂 is said by people; six times and more is a loop


def tidy(text: str) -> str:
    """Simplified characters, and Chinese punctuation beside Chinese characters.

    Between two Chinese characters the recogniser's space is a pause, and becomes a comma.
    """
    text = _converter().convert(text).strip()
    text = re.sub(rf"(?<={_HAN})\s+(?={_HAN})", "，", text)
    return re.sub(rf"(?<={_HAN})[,?!;:]\s*", lambda mark: _FULL[mark[0][0]], text)


def loops(text: str) -> bool:
    """Whether the text says one thing over and over, as a recogniser does that has lost its place."""
    return bool(_DIGIT_RUN.search(text)) or any(_is_loop(run) for run in _RUN.finditer(text))


def without_loops(text: str) -> str:
    """The same text with each endless repeat said once."""
    text = _RUN.sub(lambda run: run[1] if _is_loop(run) else run[0], text)
    return _DIGIT_RUN.sub(lambda run: run[1], text)


def is_credit(text: str) -> bool:
    """Whether the text is a subtitle maker's line, which no caller says (幻听)."""
    bare = _PUNCTUATION.sub("", text)
    return len(bare) <= _CREDIT_LENGTH and bool(_CREDITS.search(bare))


def says_nothing(text: str) -> bool:
    """Only punctuation, or nothing at all."""
    return not _PUNCTUATION.sub("", text)


def _is_loop(run: re.Match) -> bool:
    piece, whole = run[1], _PUNCTUATION.sub("", run[0])
    return len(piece) > _SHORT or len(whole) // len(piece) >= _SHORT_TIMES


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
