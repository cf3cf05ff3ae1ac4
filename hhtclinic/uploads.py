"""What a request may upload, before anybody asks what it is."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from programs.editor.uploads import MOST_BYTES


class BoundedUpload(FileUploadHandler):
    """Keeps at most `MOST_BYTES` of all files of a request, in memory, and writes nothing to the disk. A file that was
    longer says so by its size, and forms refuse it."""

    def __init__(self, request=None):
        super().__init__(request)
        self.left = MOST_BYTES

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.left -= self.held.write(raw_data[: self.left])

    def file_complete(self, file_size):
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
