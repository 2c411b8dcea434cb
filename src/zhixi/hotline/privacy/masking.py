"""Masks, pure: what remains of a phone, a name or an identity number when it is not one's to read."""

import re

from zhixi.hotline.privacy.sealing import PREFIX, unseal

HIDDEN = "保密"
# Fifteen or eighteen digits of an identity card; the last of eighteen may be X.
ID_NUMBER = re.compile(
    r"(?<![0-9])[1-9]\d{5}(?:18|19|20)\d{9}[0-9Xx](?![0-9])|(?<![0-9])[1-9]\d{14}(?![0-9])"
)
MOBILE = re.compile(r"(?<![0-9])1[3-9]\d(?:[ -]?\d{4}){2}(?![0-9])")
LANDLINE = re.compile(r"(?<![0-9])0\d{2,3}[ -]?\d{7,8}(?![0-9])")
CARD = re.compile(r"(?<![0-9])\d{16,19}(?![0-9])")
# A number as it is spoken: figures, 幺三八…, in groups, with pauses and fillers between them.
SPOKEN = re.compile(
    r"(?:[0-9零〇一二三四五六七八九幺两](?:[，、,。\- ]|嗯|啊|呃|额|哦|那个|就是|然后){0,4}){5,}[0-9零〇一二三四五六七八九幺两]"
)
COMPOUND_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "令狐",
        "长孙",
        "宇文",
        "夏侯",
        "轩辕",
        "端木",
        "独孤",
        "南宫",
        "西门",
    ]
)


def mask_phone(phone: str) -> str:
    """139****1234; a short number keeps its last two signs; "" stays ""."""
    digits = phone.strip()
    if not digits:
        return ""
    if len(digits) < 8:
        return "*" * max(len(digits) - 2, 0) + digits[-2:] if len(digits) > 2 else "*" * len(digits)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def mask_name(name: str) -> str:
    """陈**, 欧阳**: the surname, and two stars whatever the length; "" stays ""."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]
    return f"{surname}**"


def mask_id(number: str) -> str:
    """110***********1234: the province and the last four signs."""
    return (
        f"{number[:3]}{'*' * max(len(number) - 7, 0)}{number[-4:]}" if len(number) > 7 else "*" * len(number)
    )


def mask_text(text: str) -> str:
    """Text with the phones, identity and card numbers in it masked; nothing else changes."""
    for pattern, mask in (
        (ID_NUMBER, mask_id),
        (CARD, mask_id),
        (MOBILE, mask_phone),
        (LANDLINE, mask_phone),
    ):
        text = pattern.sub(lambda found, mask=mask: mask(found.group()), text)
    return text


def mask_speech(text: str) -> str:
    """Spoken words with the numbers in them starred, sign for sign: what points into the text still points right."""
    return mask_text(SPOKEN.sub(lambda found: "*" * len(found.group()), text))


def without_caller(text: str, name: str, *numbers: str) -> str:
    """Text without the caller's own name and numbers, masked ones too, for whoever must not know who called (保密)."""
    if len(name.strip()) >= 2:
        text = text.replace(name.strip(), "**")
    for number in numbers:
        digits = re.sub(r"[\s\-]", "", number)
        if len(digits) >= 2:
            spaced = r"[ \-]?".join(re.escape(digit) for digit in digits)
            text = re.sub(spaced, "**", text).replace(mask_phone(digits), "**")
    return mask_text(text)


FIELD_MASKS = {"caller_name": mask_name, "caller_phone": mask_phone, "calling_number": mask_phone}


def mask_data(value, *, hide_caller: bool = False, field: str = ""):
    """An event's data with each sealed value opened and masked by its field's rule; the rest as it is."""
    if isinstance(value, dict):
        return {key: mask_data(v, hide_caller=hide_caller, field=key) for key, v in value.items()}
    if isinstance(value, list):
        return [mask_data(v, hide_caller=hide_caller, field=field) for v in value]
    if not isinstance(value, str):
        return value
    if field in FIELD_MASKS and hide_caller:
        return HIDDEN if value else ""
    if not value.startswith(PREFIX):
        return mask_text(value)
    if hide_caller:
        return HIDDEN
    return FIELD_MASKS.get(field, mask_text)(unseal(value))
