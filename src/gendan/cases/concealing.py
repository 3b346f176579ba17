"""Personal data at rest: hidden fields (ID numbers) are encrypted wherever they are stored, in events and rows alike.

AES-SIV encrypts equal texts of one field equally: uniqueness and "unchanged" hold without reading them, and nothing
else can be told from them without the key. The key comes from the installation's secret and is bound to the field's
type.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

from gendan.core.events import Json
from gendan.core.field import Field

_MARK = "enc1:"


def conceal(field: Field, text: str) -> Json:
    """The encrypted form of a hidden field's text."""
    sealed = _cipher().encrypt(text.encode(), [field.type.encode()])
    return _MARK + base64.urlsafe_b64encode(sealed).decode()


def reveal(field: Field, said: Json) -> str:
    """The text in its encrypted form. Raises ValueError where the key is another one, or the form none of ours."""
    if not isinstance(said, str) or not said.startswith(_MARK):
        raise ValueError("not an encrypted value")
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher().decrypt(base64.urlsafe_b64decode(said[len(_MARK) :]), [field.type.encode()]).decode()
    except InvalidTag as error:
        raise ValueError("encrypted under another key") from error


@lru_cache(maxsize=1)
def _cipher() -> AESSIV:
    return AESSIV(hashlib.sha512(b"gendan hidden fields" + settings.SECRET_KEY.encode()).digest())
