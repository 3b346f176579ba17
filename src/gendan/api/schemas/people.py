"""People, tokens and posts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt

from gendan.api.authority import Scope
from gendan.api.schemas.base import WHOLE, Day, Given, Moment, PersonId, Text, Told, Truth

UnitId = Annotated[StrictInt, Field(ge=1, le=2**53, description="A unit's id."), WHOLE]
PostGiven = Annotated[
    Text, Field(pattern=r"^[a-z][a-z0-9_]{0,59}\.[a-z][a-z0-9_]{0,59}$", examples=["shop_review.reviewer"])
]


class TokenGiven(Given):
    """Username and password, for a token; with `code` where the person has an authenticator app."""

    username: Annotated[Text, Field(min_length=1, max_length=150)]
    password: Annotated[Text, Field(min_length=1, max_length=1024)]
    name: Annotated[Text, Field(min_length=1, max_length=100, pattern=r"\S")] = Field(
        description="What it is for.", examples=["warehouse"]
    )
    code: Annotated[Text, Field(max_length=40)] = Field(
        "", description="The code of the authenticator app, or a recovery code, where the person has enrolled one."
    )
    scopes: list[Scope] = Field(min_length=1, max_length=4)
    expires_at: Moment = Field(description="In the future, within two years.", examples=["2027-06-30T00:00:00+08:00"])


class TokenIssued(Told):
    """A new token. `token` is told this once."""

    token: str
    id: int
    name: str
    scopes: list[str]
    expires_at: datetime


class TokenTold(Told):
    """A token of the caller's own; its text is known to nobody any more."""

    id: int
    name: str
    scopes: list[str]
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None


class TokensTold(Told):
    """The caller's tokens, revoked ones too, the newest first."""

    tokens: list[TokenTold]


class Me(Told):
    """Who calls, and how far the token reaches."""

    id: int
    username: str
    name: str
    language: str
    administrator: bool
    party: str | None
    posts: list[str] = Field(description="Posts held today, as `pack.post`.")
    stands_in: dict[str, list[str]] = Field(description="By the absent person's id: the posts taken over.")
    scopes: list[str]
    expires_at: datetime


class PersonTold(Told):
    """A person, with the posts that he holds today."""

    id: int
    name: str
    posts: list[str]
    active: bool


class PeopleTold(Told):
    """People."""

    people: list[PersonTold]


class PersonInFull(PersonTold):
    """A person as administrators see him. `unit` is the id of the unit in which he works."""

    username: str
    phone: str
    extension: str
    mail: str
    language: str
    superior: int | None
    unit: int | None
    party: str
    administrator: bool


class PersonCreated(Given):
    """A new person. He has no password until he chooses one by a link."""

    username: Annotated[Text, Field(min_length=1, max_length=150)]
    name: Annotated[Text, Field(min_length=1, max_length=100)]
    phone: Annotated[Text, Field(max_length=40)] = ""
    extension: Annotated[Text, Field(max_length=20)] = ""
    mail: Annotated[Text, Field(max_length=254)] = ""
    language: Literal["zh", "en"] = "zh"
    superior: PersonId | None = None
    unit: UnitId | None = None
    party: Annotated[Text, Field(max_length=100)] = ""
    administrator: Truth = False


class PersonChanged(Given):
    """What changes of a person; what is left out stays."""

    name: Annotated[Text, Field(min_length=1, max_length=100)] | None = None
    phone: Annotated[Text, Field(max_length=40)] | None = None
    extension: Annotated[Text, Field(max_length=20)] | None = None
    mail: Annotated[Text, Field(max_length=254)] | None = None
    language: Literal["zh", "en"] | None = None


class SuperiorGiven(Given):
    """The person above; null for nobody."""

    superior: PersonId | None


class UnitTold(Told):
    """A unit of the organization: the one above, the pack it works by (empty: none), since when it is closed (null: it
    is open), and the ids of the active people in it.
    """

    id: int
    name: str
    name_english: str
    parent: int | None
    pack: str
    closed_at: datetime | None
    people: list[int]


class UnitsTold(Told):
    """The units of the organization."""

    units: list[UnitTold]


class UnitCreated(Given):
    """A new unit."""

    name: Annotated[Text, Field(min_length=1, max_length=100)]
    name_english: Annotated[Text, Field(max_length=100)] = ""
    parent: UnitId | None = None
    pack: Annotated[Text, Field(max_length=60)] = ""


class UnitChanged(Given):
    """What changes of a unit; what is left out stays."""

    name: Annotated[Text, Field(min_length=1, max_length=100)] | None = None
    name_english: Annotated[Text, Field(max_length=100)] | None = None
    pack: Annotated[Text, Field(max_length=60)] | None = None


class UnitMoved(Given):
    """The unit above; null for none."""

    parent: UnitId | None


class UnitOfPerson(Given):
    """The unit in which a person works; null for none."""

    unit: UnitId | None


class AdministratorGiven(Given):
    """Whether the person administers."""

    administrator: Truth


class WhyGiven(Given):
    """Why."""

    reason: Annotated[Text, Field(min_length=1, max_length=200)]


class CheckedGiven(Given):
    """How it was made sure who asks: for a password link, or for his authenticator app to be reset."""

    checked: Annotated[Text, Field(min_length=1, max_length=200)]


class LinkTold(Told):
    """The secret of a password link: it works once, within 24 hours."""

    secret: str


class HoldingGiven(Given):
    """A post to hold, from `since` (today) up to but not including `until`."""

    post: PostGiven
    since: Day | None = None
    until: Day | None = None


class ReleasedGiven(Given):
    """A post to be held no more, from `until` (today: at once) on."""

    post: PostGiven
    until: Day | None = None


class HoldingTold(Told):
    """A post that is held."""

    id: int


class DeputyGiven(Given):
    """Who stands in, up to but not including `until`, in the named posts or in all."""

    deputy: PersonId
    until: Day
    since: Day | None = None
    posts: list[PostGiven] = Field(default=[], max_length=50)
    reason: Annotated[Text, Field(min_length=1, max_length=200)]


class RegionGiven(Given):
    """A province, or one of its cities, for a holder of a post."""

    post: PostGiven
    province: Annotated[Text, Field(min_length=1, max_length=40)]
    city: Annotated[Text, Field(max_length=60)] = ""
    since: Day | None = None
    until: Day | None = None


class CreatedTold(Told):
    """The number of what was created."""

    id: int


class AccessTold(Told):
    """A line of the access log."""

    id: int
    at: datetime
    kind: str
    person: int | None
    username: str
    address: str
    about: str
    details: dict[str, Any] = Field(description="`as`: the person with whose eyes an administrator looked.")


class AccessPage(Told):
    """A part of the access log, the newest first. `next` is `before` of the following page."""

    lines: list[AccessTold]
    next: int | None
