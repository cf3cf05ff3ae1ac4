"""The accounts of the installation."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import programs.editor.admin  # noqa: F401  registers the catalogue
from hhtclinic.models import User
from patients.access import record
from patients.notices.confirmation import send_confirmation
from patients.services import Refused
from patients.services.address import is_known, plain_address
from programs import clock
from programs.editor.base import PlainAdmin
from programs.editor.revised import RevisedAdmin


class UserForm(forms.ModelForm):
    def clean_email(self):
        email = plain_address(self.cleaned_data["email"])
        if is_known(email, but=self.instance if self.instance.pk else None):
            raise ValidationError(gettext("This address is in use already: of an account, or to write to a patient."))
        return email


RIGHTS = {
    "is_active": ("account.opened", "account.closed"),
    "is_staff": ("staff.given", "staff.taken"),
    "is_superuser": ("superuser.given", "superuser.taken"),
    "groups": ("groups.changed", "groups.changed"),
    "email": ("address.changed", "address.changed"),
}


def record_rights(user, changed, *, by):
    """A row for each right that the form gave or took; of a new account, for each that it has."""
    if changed is None:
        record(by, "account.made", subject=user.pk)
        changed = [name for name in ("is_staff", "is_superuser") if getattr(user, name)]
    for name in RIGHTS.keys() & {*changed}:
        given, taken = RIGHTS[name]
        record(by, given if getattr(user, name) else taken, subject=user.pk)


admin.site.unregister(Group)


@admin.register(Group)
class RecordedGroupAdmin(RevisedAdmin, GroupAdmin):
    """What a group may do, its members may."""

    def log_addition(self, request, obj, message):
        record(request.user, "group.made", subject=obj.pk)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        record(request.user, "group.changed", subject=obj.pk)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for group in queryset:
            record(request.user, "group.deleted", subject=group.pk)
        return super().log_deletions(request, queryset)


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
        record_rights(obj, None if not change else form.changed_data, by=request.user)
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
