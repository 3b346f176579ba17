"""How people sign in: authenticator apps, recovery codes, accounts at providers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from gendan.api.schemas.base import Given, Text, Told

Password = Annotated[Text, Field(max_length=1024)]
Code = Annotated[Text, Field(max_length=40)]
ProviderName = Literal["oidc", "dingtalk", "feishu", "wecom"]


class AccountTold(Told):
    """An account at a provider, which signs its person in."""

    id: int
    provider: str
    subject: str = Field(description="The account's lasting id at the provider.")
    label: str
    linked_at: datetime


class SignInTold(Told):
    """How a person signs in."""

    password: bool
    second_factor: bool = Field(description="Whether an authenticator app is enrolled.")
    second_factor_required: bool
    recovery_codes: int = Field(description="Recovery codes that have not been used.")
    accounts: list[AccountTold]


class EnrolmentTold(Told):
    """A begun enrolment. `secret` or `address` is for the app, `enrolment` is sent back with the app's first code."""

    enrolment: str
    secret: str
    address: str = Field(description="An `otpauth://` address, as QR codes for apps hold it.")


class EnrolmentGiven(Given):
    """What was begun, the app's first code, and one's password."""

    enrolment: Annotated[Text, Field(min_length=1, max_length=2000)]
    code: Annotated[Text, Field(min_length=6, max_length=12)]
    password: Password = ""


class OneselfGiven(Given):
    """One's password and a code of the app, or a recovery code: whoever changes how he signs in shows who he is."""

    password: Password = ""
    code: Code


class PasswordGiven(Given):
    """One's password; not needed of an administrator who acts on another."""

    password: Password = ""


class RecoveryCodesTold(Told):
    """New recovery codes, told this once."""

    recovery_codes: list[str]


class AccountGiven(Given):
    """Somebody's account, by its id at the provider, and how it was made sure that it is his."""

    provider: ProviderName
    subject: Annotated[Text, Field(min_length=1, max_length=255, pattern=r"\S")]
    checked: Annotated[Text, Field(min_length=1, max_length=200, pattern=r"\S")]
