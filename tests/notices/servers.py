"""Servers that messages leave to: a mail server, a gateway for SMS, and whoever takes JSON."""

import json
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from aiosmtpd.controller import Controller


class Letterbox:
    """What an SMTP server took; `answer` is what it says to a recipient."""

    def __init__(self):
        self.mails = []
        self.answer = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):
        from email import message_from_bytes, policy

        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


@contextmanager
def mail_server(settings):
    """A mail server, set as the site's; gives what it took."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.GENDAN_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    try:
        yield box
    finally:
        server.stop()


@contextmanager
def gateway(settings, status=200):
    """A gateway for SMS that answers `status`, set as the site's; gives the headers and the body of each post."""
    taken = []
    with _listening(b"so it is", status, lambda _path, headers, body: taken.append((headers, body))) as address:
        settings.GENDAN_SMS_URL = f"{address}/send"
        settings.GENDAN_SMS_TOKEN = "the site's own"
        yield taken


@contextmanager
def listener(answer):
    """Answers every post with a JSON; gives its address, and the path and the body of each post."""
    taken = []
    with _listening(
        json.dumps(answer).encode(), 200, lambda path, _headers, body: taken.append((path, body))
    ) as address:
        yield address, taken


@contextmanager
def _listening(answer, status, take):
    """A server on this machine that hands each post of JSON to `take`; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            take(self.path, dict(self.headers), json.loads(body))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *said):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
