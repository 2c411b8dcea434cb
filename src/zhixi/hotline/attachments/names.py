"""The name that a file is shown and saved by; pure. It is never part of an address or of a path here."""

import re
import unicodedata

from zhixi.hotline.attachments.choices import FileKind

LONGEST = 100
ENDINGS = {
    FileKind.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    **{kind: (f".{kind}",) for kind in FileKind if kind != FileKind.JPEG},
}


def clean(name: str, kind: FileKind) -> str:
    """The last part of a name without signs that are not seen (line ends, turned writing), with the ending of what
    the file really is."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in name)
    seen = " ".join(seen.split()).strip(". ")
    endings = ENDINGS[kind]
    stem, ending = seen, endings[0]
    for known in endings:
        if seen.lower().endswith(known):
            stem, ending = seen[: -len(known)], seen[-len(known) :]
    return f"{stem[: LONGEST - len(ending)].strip() or '附件'}{ending}"
