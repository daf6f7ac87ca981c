"""The channel of e-mail: SMTP with TLS, by the standard library."""

import contextlib
import dataclasses
import datetime as dt
import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP as WIRE

from .delivery import TIMEOUT, Result
from .destinations import Mail
from .message import Message

logger = logging.getLogger(__name__)

_CHARACTERS = 100_000


@dataclasses.dataclass(frozen=True, slots=True)
class MailChannel:
    """Sends plain text to people."""

    to: Mail
    name: str = "email"

    def send(self, message: Message) -> Result:
        """See `Channel`."""
        try:
            with contextlib.closing(self._connected()) as smtp:
                refused = smtp.send_message(self._mail(message), self.to.sender, self.to.to)
                # It is taken: that the server hangs up instead of saying good-bye changes nothing.
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    smtp.quit()
        except ssl.SSLCertVerificationError:
            return Result("the server's certificate is not valid")
        except smtplib.SMTPNotSupportedError:
            return Result("the server offers no STARTTLS, or no login")
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            return Result(f"the server refused all receivers ({min(codes)})", passing=min(codes) < 500)
        except smtplib.SMTPResponseException as error:
            return _refusal(error)
        except smtplib.SMTPException:
            return Result("the server hung up", passing=True)
        except TimeoutError:
            return Result(f"the server did not answer within {TIMEOUT:.0f} s", passing=True)
        except OSError:
            return Result("the server cannot be reached", passing=True)
        if refused:
            logger.warning("Alarms by e-mail: the server refuses %s", ", ".join(sorted(refused)))
        return Result()

    def _connected(self) -> smtplib.SMTP:
        """A connection that may carry the message: encrypted and logged in, where that is wanted."""
        server = self.to.server
        context = ssl.create_default_context()
        smtp: smtplib.SMTP
        if server.tls:
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
        try:
            if not server.tls and server.must_encrypt:
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _mail(self, message: Message) -> EmailMessage:
        """The mail. Its policy refuses line breaks in headers, and no header holds more than one line."""
        mail = EmailMessage(policy=WIRE)
        mail["From"] = self.to.sender
        mail["To"] = ", ".join(self.to.to)
        mail["Subject"] = message.headline
        mail["Date"] = dt.datetime.now(dt.UTC)
        # The same for the same changes: a mail that is sent again can be recognised.
        mail["Message-ID"] = f"<{message.id}.steppewire@{self.to.sender.rpartition('@')[2]}>"
        # No holiday notes, please (RFC 3834).
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text(_CHARACTERS), cte="quoted-printable")
        return mail


def _refusal(error: smtplib.SMTPResponseException) -> Result:
    """In our words: what a server says may repeat what it was sent."""
    code = error.smtp_code
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Result(f"the server refused the login ({code})", passing=400 <= code < 500)
    # -1: an answer that is none.
    return Result(f"the server refused the mail ({code})", passing=code < 500)
