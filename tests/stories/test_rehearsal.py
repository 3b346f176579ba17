"""What the rehearsal promises: the language's own example holds, and a wrong story fails where it is wrong."""

from pathlib import Path

import pytest

from gendan.cases.models import Case, PackVersion
from gendan.cases.registry import with_words
from gendan.cases.rehearsal import rehearse
from gendan.packs.folder import read_folder
from gendan.packs.reader import read_pack
from tests.stories import area

DOORS = Path(__file__).parents[1] / "packs" / "fixtures" / "doors"
STORY = "stories/secured.yaml"


@pytest.fixture(autouse=True)
def words(db):
    area.entries.clear()
    area.effects.clear()
    with with_words(area.WORDS):
        yield


def _files():
    files, findings = read_folder(DOORS)
    assert findings == ()
    return dict(files)


def _story(files, text):
    for path in [path for path in files if path.startswith("stories/")]:
        del files[path]
    files[STORY] = text.encode()
    reading = read_pack(files)
    assert reading.findings == ()
    return rehearse(reading)


HEAD = "story: 试\nat: 2026-10-09 09:30\nfacts: {orders.total: 1500.00}\nsteps:\n"
OPEN = (
    "  - {as: order_taker, open: door_order, call: o,"
    " with: {customer: 王记门业, lines: [{width: 860, opening: left_in}]}}\n"
)


def test_the_example_holds():
    results = rehearse(read_pack(_files()))
    assert [(result.story.name, result.difference) for result in results] == [
        (result.story.name, None) for result in results
    ]
    assert results


def test_nothing_stays():
    rehearse(read_pack(_files()))
    assert Case.objects.count() == 0
    assert PackVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("steps", "code", "line", "parameters"),
    [
        ("  - expect: {state: quoted}\n", "differs", 6, {"what": "state", "expected": "quoted", "found": "received"}),
        (
            "  - expect: {due: {offer: 2026-10-10 09:31}}\n",
            "differs",
            6,
            {"what": "due.offer"},
        ),
        ("  - {as: order_taker, do: quote, refused: [gate.secured]}\n", "not_refused", 6, {"expected": "gate.secured"}),
        ("  - {as: sheet_maker, do: draft}\n", "refused", 6, {"reasons": "state"}),
        (
            "  - {as: sheet_maker, do: draft, refused: [stale]}\n",
            "other_reasons",
            6,
            {"expected": "stale", "reasons": "state"},
        ),
        ("  - {as: cashier, do: quote}\n", "refused", 6, {"reasons": "access"}),
        (
            "  - {as: order_taker, do: money.receive, with: {for: o, amount: 5.00}}\n",
            "refused",
            6,
            {"reasons": "access"},
        ),
        ("  - expect: {signed: [order_auditor]}\n", "differs", 6, {"what": "signed", "found": []}),
        ("  - {at: 2026-10-09 09:00}\n", "time_back", 6, {}),
        ("  - {as: order_taker, do: quote, case: p}\n", "unknown_case", 6, {"name": "p"}),
    ],
)
def test_what_is_not_so_is_told_at_its_step(steps, code, line, parameters):
    (result,) = _story(_files(), HEAD + OPEN + steps)
    assert result.difference is not None
    assert (result.difference.code, result.difference.place.line) == (code, line)
    assert parameters.items() <= result.difference.parameters.items()
    assert result.steps == 1


def test_time_passes_step_by_step():
    (result,) = _story(
        _files(),
        HEAD + OPEN + "  - {at: 2026-10-10 09:31}\n  - expect: {late: [offer]}\n"
        "  - {as: order_taker, do: quote}\n  - expect: {late: [offer], met: []}\n",
    )
    assert result.difference is None, result.difference


def test_a_story_starts_where_another_ended():
    text = (
        HEAD + OPEN + "---\nstory: 接着\nafter: 试\nsteps:\n  - {as: order_taker, do: quote, case: o}\n"
        "  - expect: {state: quoted}\n"
    )
    assert [result.difference for result in _story(_files(), text)] == [None, None]


def test_stories_that_start_where_another_ended_know_nothing_of_each_other():
    further = "  - {as: order_taker, do: quote, case: o}\n" + OPEN.replace("call: o", "call: p")
    text = HEAD + OPEN
    for name in ("甲", "乙"):
        text += f"---\nstory: {name}\nafter: 试\nsteps:\n{further}  - expect: {{case: p, number: 202610-0002}}\n"
    text += "---\nstory: 丙\nafter: 甲\nsteps:\n  - {as: order_taker, do: quote, case: p}\n"
    text += "---\nstory: 丁\nafter: 乙\nsteps:\n  - {as: order_taker, do: quote, case: o, refused: [state]}\n"
    results = _story(_files(), text)
    assert [(result.difference, result.steps) for result in results] == [
        (None, 1),
        (None, 4),
        (None, 4),
        (None, 5),
        (None, 5),
    ]


def test_whoever_starts_where_another_failed_fails_there():
    text = HEAD + OPEN + "  - expect: {state: quoted}\n---\nstory: 接着\nafter: 试\nsteps:\n"
    text += "  - {as: order_taker, do: quote, case: o}\n"
    own, further = _story(_files(), text)
    assert str(own.difference) == str(further.difference)
    assert (own.difference.place.line, own.steps, further.steps) == (6, 1, 1)
