"""What this room refuses, as codes with parameters. Prose is made at the faces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

CODES: Final[Mapping[str, str]] = {
    "access": "The actor may not change this: it is the administrator's, the superior's, or the person's own matter.",
    "missing": "There is no such person, holding, stand-in, assignment, session, token or unit. Parameters: what.",
    "username": "A username is 1 to 150 letters, digits and @.+-_, and is not taken. Parameters: given, taken.",
    "empty": "What must be filled is empty. Parameters: what.",
    "too_long": "A text is longer than there is room for. Parameters: what, most.",
    "last_administrator": "Somebody must be left who can administer.",
    "outsider": "Who acts for an outside party holds no posts, stands in for nobody and administers nothing.",
    "circle": "A person or unit can't stand above itself, at whatever height.",
    "self": "Nobody stands in for himself.",
    "self_look": "Nobody looks with his own eyes as if they were another's.",
    "span": "The end lies before the beginning, or a stand-in has ended already. Parameters: since, until.",
    "overlap": "The person holds the post on these days already. Parameters: since, until.",
    "post": "A post is named as pack.post. Parameters: given.",
    "not_held": "The person does not hold the post on these days. Parameters: post.",
    "province": "There is no such province. Parameters: given.",
    "city": "The province has no such city. Parameters: province, given.",
    "inactive": "The person is not active any more.",
    "password": "The password is too weak. Parameters: problems (codes of the validators), with their figures.",
    "password_wrong": "The present password is not this one.",
    "locked": "Too many tries of a password: none is looked at until then. Parameters: until.",
    "code": "The code of the authenticator app is wrong, was used already, or is too old.",
    "enrolled": "There is an authenticator app already.",
    "not_enrolled": "There is no authenticator app.",
    "enrolment": "The enrolment of an authenticator app was begun too long ago, or by another.",
    "provider": "There is no such provider of sign-in, or it did not answer as it should. Parameters: given.",
    "account_taken": "The account is linked to a person already, or the person has one of this provider.",
    "link": "The link was used already, has expired, or never was.",
    "scopes": "A token needs at least one scope, each a word like cases.read. Parameters: given.",
    "expiry": "A token expires in the future, within two years. Parameters: until.",
    "calendar": "The calendar can't be right. Parameters: problem, and those of core.worktime.CalendarError.",
    "unit_closed": "The unit is closed: nobody works in it, and none stands under it. Parameters: given.",
    "unit_people": "A unit in which people work is not closed. Parameters: given, count.",
    "unit_below": "A unit under which others are open is not closed. Parameters: given, count.",
    "unit_name": "Two units of one parent do not share a name. Parameters: given.",
    "language": "The faces speak zh and en. Parameters: given.",
}
"""Every code of ActRefused, and what it means."""


class ActRefused(Exception):
    """A change of people or rights was refused; nothing was changed."""

    def __init__(self, code: str, /, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters


class SignInRefused(Exception):
    """Nobody was signed in: the username or password is wrong (`credentials`), or too many tries were (`locked`).

    What these say does not tell whether there is such a person. `until` is the moment at which the lockout ends, if
    nobody tries on. After the right password: a code is asked for (`second_factor`), it was wrong (`code`), or the site
    asks for a second factor that the person does not have yet (`second_factor_required`). An account at a provider may
    be nobody's here (`unlinked`).
    """

    def __init__(self, code: str, until: datetime | None = None) -> None:
        super().__init__(code, until)
        self.code = code
        self.until = until


class SecondFactorWanted(SignInRefused):
    """The password was right, and a code of the authenticator app is asked for before anybody is signed in."""

    def __init__(self, person: int) -> None:
        super().__init__("second_factor")
        self.person = person
