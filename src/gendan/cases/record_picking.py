"""选登记 What stands in a field of a department's records, offered where a text is picked from it.

A record may not be there yet that a case is about, so that these are offers: any text is taken.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from gendan.cases.prose import Speaker, value_in_words
from gendan.cases.queries import records as queries
from gendan.core.refusals import Refused
from gendan.core.values import filled

TOLD: Final = 3
"""Values of a record that tell it from others when it is offered."""


def look_up(kind: str, text: str, limit: int, *, person: int, at: datetime) -> list[tuple[str, str, str]] | None:
    """The values of `PACK.record.NAME.FIELD` in records that hold `text`, each once, with what else tells the record.

    None where there is no such field, and for who does not see it.
    """
    pack, _, rest = kind.partition(".record.")
    name, _, wanted = rest.partition(".")
    try:
        seen = queries.look(pack, name, person=person, at=at)
    except Refused:
        return None
    if wanted not in seen.fields:
        return None
    spoken = Speaker(language="zh", pack=seen.pack, fields=seen.fields)
    found: dict[str, tuple[str, str, str]] = {}
    for row in queries.listed(seen, search=text.strip(), limit=limit).rows:
        value = row.values.get(wanted)
        if isinstance(value, str) and filled(value):
            told = [value_in_words(field, row.values.get(each), spoken) for each, field in seen.fields.items()]
            others = [each for each in told if each and each != value]
            found.setdefault(value, (value, " · ".join(others[:TOLD]), ""))
    return list(found.values())
