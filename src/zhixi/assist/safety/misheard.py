"""Words of danger as a recogniser mishears them (同音误识): each of one length with what was meant, so places stay."""

import re

# Only spellings that mean nothing themselves, or nothing where they stand.
MISHEARD = {
    "溺水": "溺税|溺睡|逆水|腻水",
    "触电": "(?<![事办管政])处电(?![话动脑梯子视器力费信工])|初电(?![视影话力])|触店|触垫|畜电",
    "漏电": "漏店|漏垫|露电|陋电",
    "着火": "着获|找火|照火|着货(?![车物])|灼火",
    "失火": "失货|失获",
    "家暴": "嫁暴|驾暴|加暴|家爆(?![光满发])",
    "中毒": "中独|中读(?=了|，|。|$)|重毒|种毒",
    "井盖": "井该|井改|井概|颈盖|警盖|井钙",
    "轻生": "轻身(?![体材])|青生|清生",
    "自杀": "自煞|字杀",
    "跳楼": "跳漏|跳娄|条楼",
    "天然气": "天燃气|天燃汽|天然汽",
    "煤气": "没气(?=味)|媒气|煤汽|没汽",
    "燃气": "然气|燃汽",
    "液化气": "液化汽|夜化气",
    "塌了": "踏了(?=$|，|。|下|一)|榻了",
    "快塌": "快踏|快榻",
    "塌方": "踏方|榻方",
    "塌陷": "踏陷|塌现|踏现",
    "不见": "补见|布见|不件",
    "绑架": "(?<!捆)绑价|帮架",
    "被困": "被捆|背困",
    "窨井": "印井|音井|阴井",
}
_PATTERN = re.compile("|".join(f"(?P<w{n}>{pattern})" for n, pattern in enumerate(MISHEARD.values())))
_MEANT = tuple(MISHEARD)


def as_meant(text: str) -> str:
    """The text with such words put right; as long as before, character for character."""
    return _PATTERN.sub(lambda m: _MEANT[int((m.lastgroup or "w0")[1:])], text)
