"""Who works here: people, the organization, posts held, stand-ins, regions, calendars, and what was done with access.

Posts belong to packs and are kept as text, `pack.post`. Spans of days are half open: `since` is the first day,
`until` the first day on which it no longer holds (None: no end is known), so that what is ended today has ended at
once. Only `actions` writes here, and `sign_in` what sign-in itself leaves behind. Every change of these tables moves
the epoch, by triggers of the database (see the migrations), on whichever road it comes.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Language(models.TextChoices):
    """The languages of the faces."""

    CHINESE = "zh", "中文"
    ENGLISH = "en", "English"


class Unit(models.Model):
    """部门 A unit of the organization: company, department, section.

    `pack` is the manual it works by, where it has one. `closed_at`: it is no more; what was its own stays told.
    """

    name = models.CharField(max_length=100)
    name_english = models.CharField(max_length=100, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    pack = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name", nulls_distinct=False),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Finds people. A username is the same however its letters are written."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person of `username`. Raises Person.DoesNotExist."""
        return self.get(username=normal_username(username or ""))


def normal_username(username: str) -> str:
    """The one form in which a username is kept and compared: Unicode NFKC, no blanks around, lower case."""
    return Person.normalize_username(username).strip().lower()


class Person(AbstractBaseUser):
    """人员 Somebody who signs in and acts, by name.

    `party` is the outside party in whose name the person acts, empty for the company's own people. `superior` is the
    person who may stand above this one's acts where a procedure says `superior`. Administrators keep people, posts
    and packs; no administrator passes a gate or acts on a case by that alone.
    """

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    extension = models.CharField(max_length=20, blank=True)
    mail = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.CHINESE)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people")
    superior = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    party = models.CharField(max_length=100, blank=True)
    is_administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    # When somebody signed in stands in the access log; a column here would be a write, and a new epoch, at every
    # sign-in.
    last_login = None

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(username=Lower("username")) & ~Q(username=""), name="person_username_normal"
            ),
            models.CheckConstraint(condition=~Q(superior=F("id")), name="person_not_own_superior"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name that pages show."""
        return self.name


class Holding(models.Model):
    """任职 A person holds a post of a pack, from one day to another.

    A post may have several holders, a person several posts.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    post = models.CharField(max_length=125)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="holding_span"),
            models.CheckConstraint(condition=Q(post__regex=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"), name="holding_post"),
        ]
        indexes: ClassVar = [models.Index(fields=["post", "person"], name="holding_by_post")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post}"


class Deputy(models.Model):
    """代理人 A person stands in for another who is absent, in all his posts or in the named ones (`pack.post`)."""

    absent = models.ForeignKey(Person, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="stands_in")
    posts = ArrayField(models.CharField(max_length=125), default=list, blank=True)
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="deputy_span"),
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="deputy_another"),
        ]
        indexes: ClassVar = [models.Index(fields=["deputy", "until"], name="deputy_by_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.absent_id}"


class RegionAssignment(models.Model):
    """区域划分 The addresses of a province, or of one of its cities, belong to a holder of a post.

    `province` and `city` are canonical names as `regions.region_of` gives them; `city` empty: the whole province.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="regions")
    post = models.CharField(max_length=125)
    province = models.CharField(max_length=20)
    city = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="region_span"),
        ]
        indexes: ClassVar = [models.Index(fields=["post", "province", "city"], name="region_by_place")]

    def __str__(self) -> str:
        return f"{self.post} {self.province}{self.city}"


class PartyName(models.Model):
    """Another name of an outside party: it is called `party` now, and what was written under `name` is its own."""

    name = models.CharField(max_length=100, primary_key=True)
    party = models.CharField(max_length=100, db_index=True)

    def __str__(self) -> str:
        return f"{self.name} → {self.party}"


class WorkingCalendar(models.Model):
    """工作日历 One version of a working calendar, by content. The newest of a name is in force; all versions stay."""

    name = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=64)
    body = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "number"], name="calendar_number")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Epoch(models.Model):
    """The single counter that makes in-process caches of people, rights and packs valid without asking for them
    again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="epoch_single")]

    def __str__(self) -> str:
        return str(self.value)


class SignInSession(models.Model):
    """登录会话 A signed-in browser. The cookie carries the signed id; the row is what revokes it."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="sessions")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person"], condition=Q(ended_at=None), name="session_open")]

    def __str__(self) -> str:
        return f"{self.person_id} since {self.opened_at:%Y-%m-%d %H:%M}"


class Token(models.Model):
    """接口令牌 A key to the API in the name of its owner.

    Only its hash is kept; scopes narrow the owner's rights, never widen them.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=60))
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_from = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class PasswordLink(models.Model):
    """密码链接 A link by which a person chooses a password, once.

    `checked` says how it was made sure who asked for it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    checked = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} until {self.expires_at:%Y-%m-%d %H:%M}"


class SecondFactor(models.Model):
    """动态口令 The authenticator app that a person has enrolled: the second thing that is asked for at sign-in.

    `secret` is sealed under the installation's key. `last_step` is the newest time step whose code was taken: none is
    taken twice.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="second_factor")
    secret = models.BinaryField(max_length=100)
    last_step = models.BigIntegerField()
    enrolled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} since {self.enrolled_at:%Y-%m-%d}"


class RecoveryCode(models.Model):
    """恢复码 What stands in for the authenticator app once, where it is lost. Only its hash is kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {'used' if self.used_at else 'unused'}"


class LinkedAccount(models.Model):
    """绑定的帐号 The person's account at a provider of sign-in (OIDC, DingTalk, Feishu, WeCom).

    `subject` is the account's lasting id there, never a mail address; `label` is what the provider calls it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="linked_accounts")
    provider = models.CharField(max_length=40)
    subject = models.CharField(max_length=255)
    label = models.CharField(max_length=200, blank=True)
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "subject"], name="linked_account_of_one"),
            models.UniqueConstraint(fields=["person", "provider"], name="linked_account_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.subject}"


class SignInTry(models.Model):
    """A try to sign in that has not succeeded (yet), counted for the lockout and forgotten after it."""

    username = models.CharField(max_length=150)
    address = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["username", "address", "-at"], name="try_by_username"),
            models.Index(fields=["address", "-at"], name="try_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.address}"


class Access(models.TextChoices):
    """What the access log records."""

    SIGNED_IN = "signed_in"
    REFUSED = "refused"  # a wrong password, or no such person
    LOCKED = "locked"  # a try while the lockout holds
    SIGNED_OUT = "signed_out"
    NOT_SEEN = "not_seen"  # a page of what the person may not see; it answered as if it were not there
    FIELD_SEEN = "field_seen"  # a sensitive field was shown in clear
    TOKEN_USED = "token_used"  # noqa: S105 the name of an event
    TOKEN_REFUSED = "token_refused"  # noqa: S105 as above
    TRIED = "tried"  # an administrator looked with another's eyes


class AccessLog(models.Model):
    """访问日志 Who got in, who did not, and who saw what. Append-only: the database refuses UPDATE and DELETE."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=20, choices=Access.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    username = models.CharField(max_length=150, blank=True)
    address = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=300, blank=True)
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"


class Act(models.Model):
    """A change of people or rights: who did what to whom, and when. Append-only, as the access log is.

    `by` None is the system itself. `what` is the name of the function of `actions`; `details` hold what it was given,
    never a secret.
    """

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=60)
    whom = models.ForeignKey(Person, models.PROTECT, null=True, related_name="acts")
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
