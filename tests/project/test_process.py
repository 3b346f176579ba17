"""The command `gendan process`: the ways that cases took, written out as XES and read in again."""

import json
from collections import Counter
from contextlib import nullcontext

import pytest

from gendan.cases.models import Case, Event
from gendan.project.command import main
from tests.measures.walk import MEASURED, Walk

PROCEDURE = "hotline.complaint"


@pytest.fixture
def told(db, monkeypatch, capsys):
    """Runs the command; its exit code and what it said."""
    monkeypatch.setattr("gendan.project.environment.ready", nullcontext)

    def run(*given):
        code = main(["process", *given])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def worked(db):
    """Cases that were worked with at random."""
    Walk(MEASURED["hotline"]).walk(40)


def did():
    """How often each act happened, from the events themselves."""
    cases = set(Case.objects.filter(procedure=PROCEDURE).values_list("id", flat=True))
    events = Event.objects.filter(kind__in=("opened", "acted")).values_list("case_id", "body")
    return Counter(json.loads(body)["do"] for case, body in events if case in cases)


def test_each_act_is_told_as_often_as_it_happened(worked, told):
    code, out, _ = told(PROCEDURE, "--days", "0", "--json")
    assert code == 0
    said = json.loads(out)
    assert said["cases"] == Case.objects.filter(procedure=PROCEDURE).count() > 0
    counted = Counter()
    for step in said["steps"]:
        if step["action"] and not step["rejects"]:
            counted[step["action"]] += step["count"]
    assert counted == did()
    code, out, _ = told(PROCEDURE, "--days", "0")
    assert code == 0
    assert out.startswith(f"{said['cases']} 单，{said['variants']} 种路径")
    assert len(out.splitlines()) == len(said["steps"]) + 1
    Case.objects.update(opened_at="2020-01-01T00:00:00Z")
    code, out, _ = told(PROCEDURE, "--days", "1", "--json")
    assert (code, json.loads(out)["cases"]) == (0, 0)


def test_what_is_written_as_a_log_is_told_alike_when_it_is_read(worked, told, tmp_path):
    log = tmp_path / "log.xes"
    _, own, _ = told(PROCEDURE, "--days", "0", "--json", "--xes", str(log))
    code, read, _ = told("--read", str(log), "--json")
    assert code == 0
    own, read = json.loads(own), json.loads(read)
    assert (read["cases"], read["variants"]) == (own["cases"], own["variants"])


@pytest.mark.parametrize("name", ["hotline.nothing", "nobody.complaint", "hotline"])
def test_a_procedure_that_is_not_there_is_named(told, name):
    code, out, err = told(name)
    assert (code, out) == (1, "")
    assert name in err


def test_a_file_that_is_no_log_is_refused(told, tmp_path):
    (tmp_path / "no.xes").write_text("<a>")
    for given in ("no.xes", "gone.xes"):
        code, _, err = told("--read", str(tmp_path / given))
        assert code == 1
        assert given in err
