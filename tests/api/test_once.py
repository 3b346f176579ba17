"""What makes something makes it once for a key, however often it is asked."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from gendan.api.application import made
from gendan.api.models import KeptAnswer
from gendan.api.once import LASTS, let_go
from gendan.cases.models import Batch
from tests.api.client import Caller, codes, told
from tests.api.test_desk import ORDERS, PAID, brought_in

CLAIM = {"verb": "claim", "everything": {"state": ["unreviewed"]}}

OF_THEMSELVES = {
    "issue_token": "a secret is told once and kept nowhere",
    "issue_password_link": "a secret is told once and kept nowhere",
    "subscribe_webhook": "a secret is told once and kept nowhere",
    "rotate_webhook_secret": "a secret is told once and kept nowhere",
    "upload_draft": "a pack comes as a form; a second draft of it is seen at once, and put away",
    "keep_file": "a file is kept under its content: twice is once",
    "upload_import": "a file is kept under its content: twice is once",
}
"""Operations that make something and take no key, and why."""


def test_whatever_makes_something_takes_a_key():
    without = {
        operation["operationId"]
        for methods in made().get_openapi_schema(path_prefix="/api/")["paths"].values()
        for method, operation in methods.items()
        if method == "post" and "201" in map(str, operation["responses"])
        if "Idempotency-Key" not in {each["name"] for each in operation.get("parameters", ())}
    }
    assert without == OF_THEMSELVES.keys()


@pytest.mark.django_db
def test_a_batch_asked_for_twice_is_one(desk):
    xu, he = desk("xu"), desk("he")
    brought_in(xu, PAID)
    first = xu.post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="monday")
    again = xu.post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="monday")
    assert told(again, 201) == told(first, 201)
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Batch.objects.count() == 1
    assert codes(xu.post(f"{ORDERS}/batches", {"verb": "claim", "cases": []}, Idempotency_Key="monday")) == ["key"]
    # Keys are one's own, and those of a refused request stay free.
    assert told(he.post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="monday"), 201)["id"] != told(first, 201)["id"]
    assert xu.post(f"{ORDERS}/batches", {"verb": "claim"}, Idempotency_Key="free").status_code == 409
    told(xu.post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="free"), 201)
    assert xu.post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="a key").status_code == 422
    assert Caller(token="gendan_none").post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="monday").status_code == 401


@pytest.mark.django_db
def test_answers_are_let_go_after_their_time(desk):
    xu = desk("xu")
    brought_in(xu, PAID)
    told(xu.post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="old"), 201)
    assert let_go(timezone.now()) == 0
    assert let_go(timezone.now() + LASTS + timedelta(minutes=1)) == 1
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_time_is_done_once(desk):
    xu = desk("xu")
    brought_in(xu, PAID)
    answers = []

    def ask():
        try:
            caller = Caller(token=xu.token)
            answers.append(told(caller.post(f"{ORDERS}/batches", CLAIM, Idempotency_Key="race"), 201)["id"])
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len(set(answers)) == Batch.objects.count() == 1
