"""The accounts of the installation."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

import programs.editor.admin  # noqa: F401  registers the catalogue
from hhtclinic.models import User
from programs.editor.base import PlainAdmin


@admin.register(User)
class UserAdmin(PlainAdmin):
    """Accounts of people who work here. A patient's account is made and named on the patient's page, by the physio."""

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
        """A new account has no password: its owner asks for a code at the door, or sets one by "Forgotten?"."""
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
        EmailAddress.objects.get_or_create(user=obj, email=obj.email, defaults={"verified": True, "primary": True})
