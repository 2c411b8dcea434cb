"""Learnt elements as the six parts of an order's place (地址要素 → 案发地各级)."""

from zhixi.assist.forms.elements.tagger import Element, Tagger

# What labelled addresses call them; kinds not named here (province, city, person …) are no part of an order's place.
PART_OF = {
    "district": "district",
    "town": "street",
    "community": "community",
    "village": "community",
    "road": "road",
    "roadno": "number",
    "houseno": "number",
    "cellno": "number",
    "floorno": "number",
    "roomno": "number",
    "poi": "poi",
    "subpoi": "poi",
}


def six_parts(tagger: Tagger, text: str) -> dict[str, tuple[str, int, int]]:
    """part → (words, start, end) for those of district, street, community, road, number, poi that an address has.

    Elements of one part that follow each other are one: 12号 3幢 501室. Of several the first stands.
    """
    found: dict[str, tuple[str, int, int]] = {}
    last: Element | None = None
    for element in tagger.elements(text):
        part = PART_OF.get(element.kind)
        if part and part not in found:
            found[part] = (element.text, element.start, element.end)
        elif part and last and last.end == element.start and found[part][2] == last.end:
            start = found[part][1]
            found[part] = (text[start : element.end], start, element.end)
        last = element
    return found
