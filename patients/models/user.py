"""Whoever signs in, for annotations: the settings say which model it is, and no app imports the project's."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

    User: TypeAlias = _User
    AnyUser: TypeAlias = _User | AnonymousUser
else:
    User = AnyUser = AbstractBaseUser
