"""How near two characters sound, in a Mandarin that many speak with their home's accent (拼音, 声调, 方音混淆)."""

import functools

import pypinyin

INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
# Pairs that whole regions do not part (n/l, zh/z, f/h), and pairs that a telephone band blurs.
_MERGED = {frozenset(pair.split()) for pair in ("zh z", "ch c", "sh s", "n l", "f h", "r l", "r n")}
_BLURRED = {
    frozenset(pair.split())
    for pair in ("b p", "d t", "g k", "j q", "z c", "zh ch", "q x", "j x", "b d", "p t", "t k", "d g", "m n", "c s", "ch sh",
                 "j zh", "q ch", "x sh", "j z", "q c", "x s", "m b", "h k", "y r", "w h", "l y", "sh r", "z s", "zh sh", "x y")
}  # fmt: skip
_NASAL = {"an": "ang", "en": "eng", "in": "ing", "ian": "iang", "uan": "uang", "uen": "ueng"}
MERGED, BLURRED, OTHER = 0.15, 0.45, 0.8
TONE, HOMOPHONE = 0.08, 0.02

Syllable = tuple[str, str, str]  # initial, final, tone


_STYLE = {"style": pypinyin.Style.TONE3, "neutral_tone_with_five": True}


# Characters that are often read in a second way. The rare readings of the dictionary would make everything sound alike.
_SECOND = (
    "长:chang2 行:hang2 重:chong2 乐:yue4 朝:chao2 单:shan4 盛:cheng2 会:kuai4 都:du1 还:huan2 地:di4 兴:xing1 降:xiang2 "
    "传:zhuan4 校:jiao4 厦:xia4 藏:zang4 少:shao4 便:pian2 省:xing3 觉:jiao4 卡:qia3 泊:bo2 调:tiao2 曾:zeng1 率:lv4 得:de2 "
    "好:hao4 干:gan4 空:kong4 弹:tan2 没:mo4 薄:bao2 血:xie3 堡:pu4 洞:dong4 蔚:yu4 尉:yu4 埔:bu4"
)
_TWICE = dict(pair.split(":") for pair in _SECOND.split())


def heard(text: str) -> list[tuple[Syllable, ...]]:
    """For each character how it may be read; () for what is no Chinese character."""
    return [_readings(character) for character in text]


@functools.lru_cache(maxsize=20_000)
def _readings(character: str) -> tuple[Syllable, ...]:
    usual = _usual(character)
    if usual is None:
        return ()
    return (usual, syllable(_TWICE[character])) if character in _TWICE else (usual,)


def spoken(name: str) -> tuple[Syllable, ...]:
    """The syllables of a name as it is read, one a character."""
    read = pypinyin.lazy_pinyin(name, **_STYLE) if any(map(_several, name)) else ()
    return tuple(map(syllable, read)) if len(read) == len(name) else tuple(filter(None, map(_usual, name)))


@functools.lru_cache(maxsize=20_000)
def _usual(character: str) -> Syllable | None:
    if not "\u4e00" <= character <= "\u9fff":
        return None
    return syllable(pypinyin.pinyin(character, **_STYLE)[0][0])


@functools.lru_cache(maxsize=20_000)
def _several(character: str) -> bool:
    """Whether it is read in more than one way."""
    return len(pypinyin.pinyin(character, heteronym=True, **_STYLE)[0]) > 1


@functools.lru_cache(maxsize=3_000)
def syllable(pinyin: str) -> Syllable:
    """ "zhong1" → (zh, ong, 1). y and w are written only where no other initial is."""
    tone = pinyin[-1] if pinyin[-1:].isdigit() else "5"
    letters = pinyin.rstrip("012345").replace("ü", "v")
    initial = next((i for i in INITIALS if letters.startswith(i)), "")
    final = letters[len(initial) :]
    if initial in ("j", "q", "x", "y") and final.startswith("u"):
        final = "v" + final[1:]
    if initial == "y" and final[:1] not in ("i", "v"):
        final = "i" + final  # ya is ia
    if initial == "w" and final[:1] != "u":
        final = "u" + final
    return initial, {"ien": "in", "iou": "iu", "uei": "ui", "uen": "un", "ui": "ui"}.get(final, final), tone


@functools.lru_cache(maxsize=200_000)
def distance(one: Syllable, other: Syllable) -> float:
    """0 for the same sound to 1 for another altogether; a tone costs less than any other difference."""
    if one == other:
        return HOMOPHONE
    cost = TONE if one[2] != other[2] else 0.0
    cost += 0.5 * _initials(one[0], other[0]) + 0.6 * _finals(one[1], other[1])
    return min(1.0, HOMOPHONE + cost)


def _initials(one: str, other: str) -> float:
    if one == other:
        return 0.0
    pair = frozenset((one or "y", other or "y"))
    return MERGED if pair in _MERGED else BLURRED if pair in _BLURRED else OTHER


def _finals(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if _NASAL.get(one) == other or _NASAL.get(other) == one:
        return MERGED
    (glide, core, end), (glide2, core2, end2) = _parts(one), _parts(other)
    cost = (0.3 if glide != glide2 else 0.0) + (0.45 if core != core2 else 0.0)
    if end != end2:
        cost += 0.15 if {end, end2} == {"n", "ng"} else 0.35
    return min(cost, 1.0)


@functools.lru_cache(maxsize=500)
def _parts(final: str) -> tuple[str, str, str]:
    """Glide, vowel, ending: iang → (i, a, ng)."""
    end = next((e for e in ("ng", "n", "r") if final.endswith(e) and final != e), "")
    body = final[: len(final) - len(end)]
    glide, core = (body[0], body[1:]) if len(body) > 1 and body[0] in "iuv" else ("", body)
    if len(core) > 1:
        core, end = core[0], core[1:] + end
    return glide, core, end


@functools.lru_cache(maxsize=5_000)
def kind(sound: Syllable) -> str:
    """A key that sounds people mix up have in common: 龙 and 农, 成 and 陈, whatever the tone."""
    initial = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "h": "f"}.get(sound[0], sound[0])
    final = sound[1].replace("ng", "n") if sound[1] != "ong" else "on"
    return initial + final
