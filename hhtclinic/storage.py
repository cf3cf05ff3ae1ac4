from collections.abc import Iterator

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Files named by their content; modules that import each other are renamed along."""

    support_js_module_import_aggregation = True


class SessionMessages(SessionStorage):
    """A page that a phone fetches to keep it shows no message: that is for the page which somebody opens next, and no
    kept copy says it again."""

    @property
    def is_for_nobody(self) -> bool:
        return self.request.headers.get("Purpose") == "prefetch"

    def __iter__(self) -> Iterator[Message]:
        return iter(()) if self.is_for_nobody else super().__iter__()

    def __len__(self) -> int:
        return 0 if self.is_for_nobody else super().__len__()
