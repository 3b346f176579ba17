"""What an answer tells, and which marks are in it."""

import io
import re
import zipfile

from tests.rights.seed import SEEN

MARKS = re.compile("|".join(sorted(frozenset().union(*SEEN.values()), key=len, reverse=True)))
_TOKEN = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+')


def text_of(response) -> str:
    """What an answer tells, spreadsheets and packs unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    # A form's token is letters by chance: now and then they are those of a mark.
    said = _TOKEN.sub("", content.decode(errors="replace"))
    return " ".join((said, response.get("Content-Disposition", "")))
