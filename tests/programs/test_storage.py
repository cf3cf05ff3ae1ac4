"""Files in the database, behind Django's storage interface."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.urls import reverse

from programs.models import StoredFile
from programs.storage import DatabaseStorage, bytes_of

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256))


def test_is_where_uploads_lie_unless_a_setting_says_otherwise():
    assert isinstance(storages["default"], DatabaseStorage)


def test_opens_what_was_saved_and_knows_its_size():
    name = default_storage.save("a.jpg", ContentFile(CONTENT))
    assert (default_storage.open(name).read(), default_storage.size(name)) == (CONTENT, 256)
    assert default_storage.exists(name)
    assert bytes_of(name) == CONTENT


def test_writes_over_nothing():
    first, second = (default_storage.save("a.jpg", ContentFile(held)) for held in (b"1", b"2"))
    assert first != second
    assert (bytes_of(first), bytes_of(second)) == (b"1", b"2")


def test_deletes_and_deletes_what_is_gone():
    name = default_storage.save("a.jpg", ContentFile(CONTENT))
    default_storage.delete(name)
    default_storage.delete(name)
    assert not default_storage.exists(name)
    assert not StoredFile.objects.exists()


def test_says_that_a_file_is_not_there():
    for asked in (default_storage.open, default_storage.size):
        with pytest.raises(FileNotFoundError):
            asked("a.jpg")
    assert bytes_of("a.jpg") is None


def test_has_the_address_of_the_view_that_answers_it():
    assert default_storage.url("a.jpg") == reverse("picture", args=["a.jpg"])
