"""邮件 Mail, by the SMTP server that the site names."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from gendan.notices.channels import ChannelFault, Envelope
from gendan.notices.models import Message, Outcome


class Mail:
    """Plain text mail, with the message's files.

    Its Message-ID comes from the message's key, so that a mail sent twice is known as one.
    """

    def configured(self) -> bool:
        """Whether the site names an SMTP server."""
        return bool(settings.GENDAN_MAIL)

    def address(self, message: Message) -> str:
        """The person's mail address, or the outside recipient's."""
        return message.person.mail if message.person is not None else message.mail

    def send(self, envelope: Envelope) -> None:
        """Hand the mail to the server. Raises ChannelFault: REFUSED where it never takes it, UNREACHABLE otherwise."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        mail = EmailMessage(
            subject=" ".join(envelope.title.split()),
            body=envelope.text,
            to=[envelope.address],
            headers={"Message-ID": f"<{envelope.key}@{domain}>", "Auto-Submitted": "auto-generated"},
        )
        try:
            for file in envelope.files:
                # As text its lines would be ended anew on the way: it arrives as it was kept.
                kind = "application/octet-stream" if file.type.startswith("text/") else file.type
                mail.attach(file.name, file.path.read_bytes(), kind)
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = {code for code, _ in refused.recipients.values()}
            raise ChannelFault(_outcome(min(codes, default=550)), str(refused.recipients)) from refused
        except smtplib.SMTPResponseException as answer:
            raise ChannelFault(_outcome(answer.smtp_code), str(answer)) from answer
        except (smtplib.SMTPException, OSError) as failure:
            raise ChannelFault(Outcome.UNREACHABLE, f"{type(failure).__name__}: {failure}") from failure
        except ValueError as unfit:
            # An address or title that no mail can carry.
            raise ChannelFault(Outcome.REFUSED, str(unfit)) from unfit


def _outcome(code: int) -> Outcome:
    """5xx is for good; sign-in faults (530 to 538) are the site's to mend, and so worth another try."""
    return Outcome.REFUSED if 500 <= code < 600 and not 530 <= code <= 538 else Outcome.UNREACHABLE
