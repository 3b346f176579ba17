"""Events: what happened, append-only and chained."""

from typing import Any

from django.db import models


# Fields take the types of their values only where types are checked, and not where they run.
class HashedJson(models.TextField):  # type: ignore[type-arg]  # generic for the checker alone
    """A `json` column that holds exactly the characters that were hashed; it is read as text and never parsed and
    written anew."""

    def db_type(self, connection: Any) -> str:
        """`json`, which keeps the text as it came; `jsonb` would not."""
        return "json"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Read the text itself."""
        return f"{sql}::text", params


class Event(models.Model):
    """One event of one case; `core.events.Event` says what `body` holds, and `core.events.chained` what `hash` is made
    of.

    The database refuses UPDATE, DELETE and TRUNCATE on this table. There is no foreign key to the case: it would cost
    the writing of many events more than half again, and `gendan verify` finds what it would have kept out.
    """

    pk = models.CompositePrimaryKey("case_id", "seq")
    case_id = models.BigIntegerField()
    seq = models.IntegerField()
    kind = models.TextField()
    actor = models.BigIntegerField()
    at = models.DateTimeField()
    month = models.IntegerField()
    body = HashedJson()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.kind}"
