"""Servers of sign-in as tests hold them: an OIDC issuer, DingTalk, Feishu and WeCom, spoken to over HTTP.

Each keeps to what its documents say, and refuses what they refuse: a code is good once, for the client, address and
verifier with which it was asked for.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "gendan", "s&cret:of/the+client"


@dataclass
class Served:
    """What a server was told and is to tell. `claims` change what is signed; `asked` keeps all requests."""

    name: str
    address: str = ""
    subject: str = "u-1"
    label: str = "王"
    claims: dict = field(default_factory=dict)
    algorithm: str = "RS256"
    configuration: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    tokens: set = field(default_factory=set)
    asked: list = field(default_factory=list)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}, private=True))
    signing_key: object = None

    def redirect(self, location: str) -> dict:
        """The browser stands on the page `location` of this server and signs in: what it brings back."""
        parts = urlsplit(location)
        asked = dict(parse_qsl(parts.query, strict_parsing=True))
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        brought = {"authCode" if self.name == "dingtalk" else "code": code, "state": asked["state"]}
        return {"page": f"{parts.scheme}://{parts.netloc}{parts.path}", "asked": asked, "brought": brought}

    def __call__(self, environ, start_response):
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length).decode()
        path, query = environ["PATH_INFO"], dict(parse_qsl(environ["QUERY_STRING"]))
        headers = {name[5:].replace("_", "-").lower(): each for name, each in environ.items() if name[:5] == "HTTP_"}
        self.asked.append((path, body))
        status, said = getattr(self, f"_{self.name}")(path, query, body, headers)
        start_response(f"{status} -", [("Content-Type", "application/json"), *self._more(said)])
        return [json.dumps(said).encode()]

    def _more(self, said):
        return [("Location", said["elsewhere"])] if "elsewhere" in said else []

    def _redeemed(self, code: str, back: str | None = None, verifier: str | None = None) -> bool:
        asked = self.codes.pop(code, None)
        if asked is None or (back is not None and asked["redirect_uri"] != back):
            return False
        if verifier is None:
            return True
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return asked["code_challenge_method"] == "S256" and asked["code_challenge"] == digest

    def _token(self) -> str:
        token = secrets.token_urlsafe(16)
        self.tokens.add(token)
        return token

    def _oidc(self, path, _query, body, headers):
        if path == "/.well-known/openid-configuration":
            known = {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
            return 200, {**known, **self.configuration}
        if path == "/keys":
            return 200, KeySet([self.key]).as_dict(private=False)
        form = {name: values[0] for name, values in parse_qs(body).items()}
        pair = base64.b64decode(headers.get("authorization", "Basic Og==").split()[1]).decode()
        right = f"{urlencode({'': CLIENT})[1:]}:{urlencode({'': SECRET})[1:]}"
        asked = self.codes.get(form["code"], {})
        if pair != right or not self._redeemed(form["code"], form["redirect_uri"], form["code_verifier"]):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": self.subject, "name": self.label, "iat": now}
        claims |= {"exp": now + 300, "nonce": asked["nonce"], **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k1"}
        key = self.signing_key or self.key
        if self.algorithm == "none":
            parts = (
                base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=").decode() for each in (header, claims)
            )
            return 200, {"access_token": self._token(), "id_token": ".".join(parts) + "."}
        return 200, {
            "access_token": self._token(),
            "token_type": "Bearer",
            "id_token": jwt.encode(header, claims, key, algorithms=[self.algorithm]),
        }

    def _dingtalk(self, path, _query, body, headers):
        if path == "/v1.0/oauth2/userAccessToken":
            given = json.loads(body)
            right = {"clientId": CLIENT, "clientSecret": SECRET, "grantType": "authorization_code"}
            if {**given, **right} != given or not self._redeemed(given["code"]):
                return 400, {"code": "invalidParameter", "message": "authCode"}
            return 200, {"accessToken": self._token(), "refreshToken": "r", "expireIn": 7200}
        if path == "/v1.0/contact/users/me" and headers.get("x-acs-dingtalk-access-token") in self.tokens:
            return 200, {"nick": self.label, "openId": "o", "unionId": self.subject, "email": "wang@example.com"}
        return 403, {"code": "Forbidden"}

    def _feishu(self, path, _query, body, headers):
        if path == "/open-apis/authen/v2/oauth/token":
            given = json.loads(body)
            right = {"client_id": CLIENT, "client_secret": SECRET, "grant_type": "authorization_code"}
            redeemed = self._redeemed(given["code"], given["redirect_uri"], given["code_verifier"])
            if {**given, **right} != given or not redeemed:
                return 400, {"code": 20003, "error": "invalid_grant"}
            return 200, {"code": 0, "access_token": self._token(), "expires_in": 7200, "token_type": "Bearer"}
        if headers.get("authorization", "").removeprefix("Bearer ") in self.tokens:
            data = {"name": self.label, "open_id": "o", "union_id": self.subject, "tenant_key": "t"}
            return 200, {"code": 0, "msg": "success", "data": data}
        return 200, {"code": 99991668, "msg": "invalid access token"}

    def _wecom(self, path, query, _body, _headers):
        if path == "/cgi-bin/gettoken":
            if query != {"corpid": CLIENT, "corpsecret": SECRET}:
                return 200, {"errcode": 40001, "errmsg": "invalid credential"}
            return 200, {"errcode": 0, "errmsg": "ok", "access_token": self._token(), "expires_in": 7200}
        if query.get("access_token") not in self.tokens or not self._redeemed(query.get("code", "")):
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        if not self.subject:
            return 200, {"errcode": 0, "errmsg": "ok", "openid": "somebody outside"}
        return 200, {"errcode": 0, "errmsg": "ok", "userid": self.subject}


class _Silent(WSGIRequestHandler):
    def log_message(self, *_said):
        """Nothing: the tests read what was asked from `Served.asked`."""


@contextmanager
def served(name: str):
    """The server of a provider, in a thread, as long as the block lasts."""
    app = Served(name)
    server = make_server("127.0.0.1", 0, app, handler_class=_Silent)
    app.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield app
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settings_of(app: Served) -> dict:
    """GENDAN_PROVIDERS for this server."""
    if app.name == "oidc":
        return {"oidc": {"issuer": app.address, "client": CLIENT, "secret": SECRET}}
    servers = {"page": app.address, "service": app.address}
    if app.name == "wecom":
        return {"wecom": {"corporation": CLIENT, "agent": "1000002", "secret": SECRET, **servers}}
    return {app.name: {"client": CLIENT, "secret": SECRET, **servers}}
