"""What a patient reads whose care has ended."""

from typing import Protocol

from django.utils.translation import gettext as _


class Called(Protocol):
    """A clinic and its number."""

    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...


def ended_words(clinic: Called) -> str:
    """Why nothing is kept any more, and the way to somebody."""
    text = _("Your care at %(clinic)s has ended, and nothing more can be saved here. Please call %(phone)s.")
    return text % {"clinic": clinic.name, "phone": clinic.phone}
