"""短信 SMS, through the gateway that the site names: an HTTPS address that takes JSON.

Providers differ; the site's gateway (a few lines before its provider's own interface) is posted
`{"to": "+8613800000000", "text": "…", "key": "…"}` with `Authorization: Bearer TOKEN` and `Idempotency-Key: KEY`, and
answers 2xx when it has taken the message.
"""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.request
from typing import Final

from django.conf import settings

from gendan.notices.channels import ChannelFault, Envelope
from gendan.notices.models import Message, Outcome

TIMEOUT_SECONDS: Final = 10
_AGAIN: Final = frozenset((408, 425, 429))
"""Answers that ask to come again, though they are the caller's fault by their number."""
_SIGN_IN: Final = frozenset((401, 403, 404))
"""Answers that the site has to mend (its token, its address): the message is not refused by them."""


class TextMessage:
    """One SMS through the site's gateway."""

    def configured(self) -> bool:
        """Whether the site names a gateway."""
        return bool(settings.GENDAN_SMS_URL)

    def address(self, message: Message) -> str:
        """The person's phone number, or the outside recipient's, with digits alone behind a `+`."""
        phone = message.person.phone if message.person is not None else message.phone
        digits = re.sub(r"[^\d+]", "", phone)
        return digits if len(digits) >= 7 else ""

    def send(self, envelope: Envelope) -> None:
        """Post the message to the gateway. Raises ChannelFault."""
        said = {"to": envelope.address, "text": envelope.text, "key": envelope.key}
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": envelope.key}
        if settings.GENDAN_SMS_TOKEN:
            headers["Authorization"] = f"Bearer {settings.GENDAN_SMS_TOKEN}"
        url = settings.GENDAN_SMS_URL
        if not url.startswith(("https://", "http://")):
            raise ChannelFault(Outcome.UNREACHABLE, "GENDAN_SMS_URL is no address of the web")
        request = urllib.request.Request(  # noqa: S310 the address is the operator's own, and of the web
            url, data=json.dumps(said, ensure_ascii=False).encode(), headers=headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 as above
                answer.read(4096)
        except urllib.error.HTTPError as error:
            with error:
                detail = error.read(500).decode("utf-8", "replace")
            for_good = 400 <= error.code < 500 and error.code not in _AGAIN | _SIGN_IN
            outcome = Outcome.REFUSED if for_good else Outcome.UNREACHABLE
            raise ChannelFault(outcome, f"{error.code} {detail}") from error
        except (OSError, http.client.HTTPException) as failure:
            raise ChannelFault(Outcome.UNREACHABLE, f"{type(failure).__name__}: {failure}") from failure
