"""A password that a list, a keyboard or what is known of its owner would guess is refused, whatever its characters."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from patients.selectors import sender_of

# What stands around whoever signs in here, in any order and with a year behind it, is the first to be tried.
WORDS = ("hht", "hhtclinic", "clinic", "rehab", "physio", "tendon", "hamstring", "exercise", "patient", "admin")
READ = 72  # characters; what follows is not weighed, and takes nothing away
LETTERS = 4  # fewer beside the words are no password of their own
LEAST = 4  # of zxcvbn: 10,000,000,000 guesses and more


class GuessedValidator:
    """Django asks it at every new password; `user` is None where nobody is known yet."""

    def validate(self, password, user=None):
        known = [*WORDS, *words_around(user)]
        if is_made_of(known, password) or zxcvbn(password[:READ], user_inputs=known)["score"] < LEAST:
            raise ValidationError(self.get_help_text(), code="password_guessed")

    def get_help_text(self):
        return _("Too easily guessed. Take three or four words that nobody would put together.")


def is_made_of(known, password):
    """Whether hardly a letter is left beside those words."""
    rest = password.lower()
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != password.lower() and len(re.findall(r"[^\W\d_]", rest)) < LETTERS


def words_around(user):
    """The site's own name, and of a person their name, address and clinic, each word by itself."""
    said = [urlsplit(settings.SITE_URL).hostname or ""]
    if user is not None and user.pk:
        said += [user.name, user.email or "", sender_of(user)]
    return [word for text in said for word in re.findall(r"\w{3,}", text.lower())]
