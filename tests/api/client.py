"""A caller of the API, by token, in process."""

import json as said
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from gendan.people import actions


class Caller:
    """Calls in the name of a person. What is answered is a Django response; `.json()` gives its members."""

    def __init__(self, person=None, scopes=("read", "act", "import"), token=None):
        self.person = person
        self.client = Client(raise_request_exception=True)
        if token is None and person is not None:
            at = timezone.now()
            token = actions.issue_token(
                person, actor=person, at=at, name="test", scopes=scopes, expires_at=at + timedelta(days=1)
            )
        self.token = token

    def call(self, method, path, body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            named.setdefault("Authorization", f"Bearer {self.token}")
        content = {"data": said.dumps(body), "content_type": "application/json"} if body is not None else {}
        return self.client.generic(method, f"/api{path}", headers=named, **content)

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.call("POST", path, {} if body is None else body, **headers)

    def put(self, path, body=None, **headers):
        return self.call("PUT", path, {} if body is None else body, **headers)

    def patch(self, path, body=None, **headers):
        return self.call("PATCH", path, {} if body is None else body, **headers)

    def delete(self, path, body=None, **headers):
        return self.call("DELETE", path, body, **headers)

    def upload(self, path, content, name="note.txt", **headers):
        from django.core.files.uploadedfile import SimpleUploadedFile

        named = {key.replace("_", "-"): value for key, value in headers.items()}
        file = SimpleUploadedFile(name, content)
        return self.client.post(
            f"/api{path}", {"file": file}, headers={"Authorization": f"Bearer {self.token}", **named}
        )


def told(response, status=200):
    """The members of an answer, which must have this status."""
    assert response.status_code == status, (response.status_code, response.content.decode()[:2000])
    return response.json() if response.content else None


def codes(response, status=409):
    """The reasons of a problem, which must have this status."""
    members = told(response, status)
    assert response["Content-Type"] == "application/problem+json"
    assert members["status"] == status
    return [reason["code"] for reason in members["reasons"]]


def downloaded(response):
    """The bytes of an answer that is a file."""
    assert response.status_code == 200, (response.status_code, response.content[:500])
    return response.getvalue()
