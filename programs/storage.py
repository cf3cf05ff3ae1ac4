"""Files in the database, behind Django's storage interface: web nodes share nothing else, and its backup holds them."""

import logging
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.db import DatabaseError
from django.utils.deconstruct import deconstructible

from programs.models import StoredFile

logger = logging.getLogger(__name__)


@deconstructible
class DatabaseStorage(Storage):
    """For files of a few hundred kilobytes: each is read whole."""

    def _open(self, name: str, mode: str = "rb") -> "ContentFile[bytes]":
        found = StoredFile.objects.filter(name=name).values_list("content", flat=True).first()
        if found is None:
            raise FileNotFoundError(name)
        return ContentFile(bytes(found), name=name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        held = content.read()
        StoredFile.objects.create(name=name, content=held, size=len(held))
        return name

    def exists(self, name: str) -> bool:
        return StoredFile.objects.filter(name=name).exists()

    def delete(self, name: str) -> None:
        StoredFile.objects.filter(name=name).delete()

    def size(self, name: str) -> int:
        found = StoredFile.objects.filter(name=name).values_list("size", flat=True).first()
        if found is None:
            raise FileNotFoundError(name)
        return found

    def url(self, name: str | None) -> str:
        return urljoin(settings.MEDIA_URL, name)


def bytes_of(name: str) -> bytes | None:
    """What a storage holds under a name; None where it does not, or does not answer: no page waits for a picture."""
    try:
        with default_storage.open(name) as held:
            return bytes(held.read())
    except DatabaseError:
        raise
    except Exception:  # each service has errors of its own
        logger.warning("A stored picture could not be read.", exc_info=True)
        return None
