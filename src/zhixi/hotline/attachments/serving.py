"""A kept file on its way to a browser: never taken for anything but what it is, and never run as a page."""

import pathlib

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from zhixi.hotline.attachments import keeping
from zhixi.hotline.attachments.choices import MEDIA_TYPES, PICTURES


def streamed(path: pathlib.Path, media: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(keeping.read(path), content_type=media)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def whole(row, name: str) -> StreamingHttpResponse:
    """row: with digest, kind and size. Pictures are shown, everything else is saved by that name."""
    answer = streamed(keeping.path_of(row.digest), MEDIA_TYPES[row.kind])
    answer["Content-Length"] = row.size
    answer["Content-Disposition"] = content_disposition_header(row.kind not in PICTURES, name)
    return answer
