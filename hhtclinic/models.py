"""The person who signs in. An e-mail address is a way in and not the key: there are people without one."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        """A saved user; without a password the account can only be opened by a link, a code or a passkey, and without
        an address by a link or a passkey alone."""
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("Whoever runs the installation needs an e-mail address.")
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """`email` is the address that opens this account, None where none does; a patient is written to at
    `Patient.email`. See docs/adr/0026-an-address-is-a-way-in.md."""

    email = models.EmailField(_("e-mail"), unique=True, null=True)  # noqa: DJ001  "" is there once
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    times_signed_out = models.PositiveIntegerField(_("how often signed out everywhere"), default=0, db_default=0)
    new_device_at = models.DateTimeField(_("last sign-in on a new phone or computer"), null=True, editable=False)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_its_case"),)

    def __str__(self) -> str:
        return self.name or self.email or ""

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """What every session of the account has to hold: another one after all of them were ended."""
        of_password = super()._get_session_auth_hash(secret=secret)
        return f"{of_password}.{self.times_signed_out}" if self.times_signed_out else of_password

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self).split(" ")[0]
