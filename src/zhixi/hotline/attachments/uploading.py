"""How a browser's file is taken in: nothing far beyond the limit is read at all, and what is read lies where the
sweep finds it when the process is killed."""

import tempfile

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from zhixi.hotline.attachments import keeping, rules

AROUND = 1 << 20  # bytes of a form around its file


class Bounded(FileUploadHandler):
    """Refuses a form that cannot hold an acceptable file; the handlers after it take the rest."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        most = max(settings.ATTACHMENT_BYTES, settings.DOCUMENT_BYTES)  # each endpoint then has its own limit
        rules.fits(max(content_length - AROUND, 1), most)

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None


class OnDisk(TemporaryFileUploadHandler):
    """What is too big for memory lies beside the attachments: on their disk, and out of everybody's /tmp."""

    def new_file(self, *args, **kwargs):
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = Lying(self.file_name, self.content_type, self.charset, self.content_type_extra)


class Lying(TemporaryUploadedFile):
    def __init__(self, name, content_type, charset, content_type_extra):
        file = tempfile.NamedTemporaryFile(suffix=".upload", dir=keeping.parts_home())  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, 0, charset, content_type_extra)
