"""The API is what its OpenAPI document says, whatever is sent to it."""

from collections import defaultdict

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.site import Site

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
SCHEMA = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
ROOMS: dict[str, list] = defaultdict(list)
"""The operations by the first part of their addresses: those of one are sent to one site."""
for _found in SCHEMA.get_all_operations():
    ROOMS[_found.ok().path.removeprefix("/api/").partition("/")[0]].append(_found.ok())


@pytest.fixture
def site(office, caller):
    """Requests stay on the connection of the test, whose transaction is rolled back."""
    made = Site.seeded(office, caller)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield made
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
# The client of schemathesis leaves a downloaded file for the collector to close; a server closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("room", ROOMS)
def test_the_api_keeps_its_word(room, site):
    broken = []
    for operation in ROOMS[room]:
        with transaction.atomic():
            try:
                keeps_its_word(operation, site)
            except Exception as error:
                error.add_note(operation.label)
                broken.append(error)
            transaction.set_rollback(True)
    if broken:
        raise ExceptionGroup(f"{len(broken)} of {len(ROOMS[room])} operations", broken)


def keeps_its_word(operation, site):
    """Send what the document allows, and what it doesn't."""
    keeps = settings(
        max_examples=6,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )

    @keeps
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def sound(case):
        site.aim(case)
        site.validate(case, CHECKS)

    @keeps
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def unsound(case):
        site.validate(case, CHECKS)

    sound()
    if operation.body or list(operation.iter_parameters()):
        unsound()
