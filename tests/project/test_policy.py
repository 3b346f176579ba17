"""Every answer carries the content policy; a stricter one of a view's own stays."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from gendan.project.policy import HEADER, POLICY, PolicyMiddleware


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/nowhere/", "/health", "/api/openapi.json"])
def test_every_answer_carries_the_policy(path):
    assert Client().get(path)[HEADER] == POLICY
    assert "unsafe" not in POLICY


def test_a_stricter_policy_stays():
    own = HttpResponse(headers={HEADER: "sandbox"})
    assert PolicyMiddleware(lambda request: own)(RequestFactory().get("/"))[HEADER] == "sandbox"
