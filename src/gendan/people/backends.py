"""The one backend of Django's `authenticate`: passwords under lockout and log, on whichever road they come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from gendan.people.errors import SignInRefused
from gendan.people.models import Person
from gendan.people.sessions import address_of
from gendan.people.sign_in import check


class PersonBackend(BaseBackend):
    """Knows people by username and password.

    The moment is the request's (`middleware.moment_of`), or given as `at`; without one nobody is signed in.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        at: datetime | None = None,
        **credentials: Any,
    ) -> Person | None:
        """The person, or None. `sign_in.check` says besides whether the lockout holds."""
        moment = at or getattr(request, "at", None)
        if username is None or password is None or moment is None:
            return None
        try:
            return check(username, password, address=address_of(request) if request is not None else "", at=moment)
        except SignInRefused:
            return None

    def get_user(self, user_id: int) -> Person | None:
        """The person, if he is there and active."""
        return Person.objects.filter(pk=user_id, is_active=True).first()
