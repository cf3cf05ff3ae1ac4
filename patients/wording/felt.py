"""What else a session can be felt as, beside the pain of the tendon: code and label each."""

from django.utils.translation import gettext_lazy

FELT = [
    ("cramp", gettext_lazy("Cramp")),
    ("tired", gettext_lazy("Tired muscle")),
    ("back", gettext_lazy("Back")),
    ("other", gettext_lazy("Other place")),
]
