"""Keys of people's commands and what the outbox has done are let go after their time, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gendan.cases.letting_go import LASTS, let_go
from gendan.cases.models import CommandKey, Outbox

pytestmark = pytest.mark.django_db


def test_only_what_has_outlived_its_use_is_let_go():
    now = timezone.now()
    old, young = now - LASTS - timedelta(seconds=1), now - LASTS + timedelta(seconds=1)
    for key, at in (
        ("api:1:a", old),
        ("page:1:b", old),
        ("api:1:c", young),
        ("routine:shop:daily:1", old),
        ("self:x:y:1", old),
    ):
        CommandKey.objects.create(key=key, digest=b"", outcome={}, at=at)
    for number, (done, dead) in enumerate(((old, False), (young, False), (None, False), (old, True))):
        Outbox.objects.create(
            case_id=1, sort="effect", word="x", key=str(number), body={}, created_at=old, done_at=done, dead=dead
        )
    assert let_go(now) == 3
    assert set(CommandKey.objects.values_list("key", flat=True)) == {"api:1:c", "routine:shop:daily:1", "self:x:y:1"}
    assert set(Outbox.objects.values_list("key", flat=True)) == {"1", "2", "3"}
    assert let_go(now) == 0
