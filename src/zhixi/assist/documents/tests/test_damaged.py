"""A good file that was damaged anywhere is read or refused; nothing else ever comes out of it."""

import io
import pathlib
import tempfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from zhixi.assist.documents import CUTS, Limits, cut
from zhixi.assist.documents.tests.making import NOTICE, REGULATION, docx, kept, paragraphs
from zhixi.assist.documents.worker import document_of
from zhixi.errors import BadInput


def workbook() -> bytes:
    book, whole = Workbook(), io.BytesIO()
    for row in (("标题", "答案"), ("怎么补卡", "到社区补。")):
        book.active.append(row)
    book.save(whole)
    return whole.getvalue()


# A PDF is opened by a library that is no Python: it is tried in a process of its own alone.
GOOD = {
    "a.docx": docx(paragraphs(REGULATION)),
    "a.xlsx": workbook(),
    "a.html": f"<html><table><tr><td>一<td>二</table><p>{NOTICE.replace(chr(10), '<p>')}".encode(),
    "a.csv": "标题,答案\n怎么补卡,到社区补。\n".encode(),
    "a.md": REGULATION.encode(),
}
CUT = st.tuples(st.floats(0, 1), st.integers(0, 200), st.binary(max_size=20))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(GOOD)), cuts=st.lists(CUT, max_size=12))
def test_damage_is_read_over_or_refused(name, cuts):
    content = bytearray(GOOD[name])
    for where, gone, put in cuts:
        at = int(where * len(content))
        content[at : at + gone] = put
    with tempfile.TemporaryDirectory() as folder:
        path = kept(pathlib.Path(folder), name, bytes(content))
        try:
            document = document_of(path, name, Limits())
        except BadInput as refusal:
            assert refusal.cure
            return
    for by in CUTS if document.blocks else ():
        cut(document, by=by)
