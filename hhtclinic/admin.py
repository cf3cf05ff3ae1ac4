"""The accounts of the installation."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import programs.editor.admin  # noqa: F401  registers the catalogue
from hhtclinic.models import User
from patients.notices.confirmation import send_confirmation
from patients.services import Refused
from patients.services.address import is_known, plain_address
from programs import clock
from programs.editor.base import PlainAdmin


class UserForm(forms.ModelForm):
    def clean_email(self):
        email = plain_address(self.cleaned_data["email"])
        if is_known(email, but=self.instance if self.instance.pk else None):
            raise ValidationError(gettext("This address is in use already: of an account, or to write to a patient."))
        return email


@admin.register(User)
class UserAdmin(PlainAdmin):
    """Accounts of people who work here. A patient's account is made and named on the patient's page, by the physio."""

    form = UserForm
    list_display = ("name", "email", "is_staff", "is_active")
    search_fields = ("name", "email")
    search_help_text = _("Search names and e-mail addresses")
    list_filter = ("is_staff", "is_active")
    fieldsets = (
        (None, {"fields": (("name", "email"),)}),
        (_("What this account may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).filter(patient=None)

    def save_model(self, request, obj, form, change):
        """A new account has no password: its owner uses the letter that goes to the address, and asks for a code at the
        door from then on, or sets a password by "Forgotten?"."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        if not change or "email" in form.changed_data:
            self._write_to(request, obj)

    def _write_to(self, request, obj):
        try:
            send_confirmation(obj, obj.email, now=clock.now())
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            said = gettext("A letter is on its way to %(email)s. Once it is used, sign-in codes go there.")
            messages.success(request, said % {"email": obj.email})
