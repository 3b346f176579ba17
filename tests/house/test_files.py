"""What every file of the project keeps to."""

import re

import pytest

from tests.house.source import PACKAGE, ROOT, modules, name_of

LONGEST = 400
# Files that hold one thing which needs more lines, each with its reason.
LONG: dict[str, str] = {}
PROSE = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
# What is said for later, silenced, or of a place and people that a reader of the project does not have.
UNSAID = re.compile(
    # In small letters `todo` is a status of a job that waits, and no note for later.
    r"\b(TODO|FIXME|XXX|HACK)\b|(?i:raise NotImplementedError|/work/|\bissue #?\d+\b|lorem ipsum)"
)


def test_files_are_small():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST and name not in LONG} == {}
    assert [name for name in LONG if lengths.get(name, 0) <= LONGEST] == []


def test_every_module_says_what_it_holds():
    silent = [
        name_of(path)
        for path in modules()
        if path.parent.name != "migrations" and path.read_text(encoding="utf-8").strip() and not _docstring(path)
    ]
    assert silent == []


def test_nothing_is_left_for_later():
    suffixes = {".py", ".html", ".js", ".css", ".md", ".yaml", ".toml"}
    found = []
    # What was built from other people's packages is not ours to word.
    ours = (path for path in PACKAGE.rglob("*") if path.suffix in suffixes and "built" not in path.parts)
    for path in [*PROSE, *ours]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if UNSAID.search(line) and path.name != "requirements.yaml":
                found.append(f"{name_of(path)}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("path", PROSE, ids=name_of)
def test_links_in_the_documents_lead_somewhere(path):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        place, _, heading = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = (path.parent / place).resolve() if place else path
        if not file.exists() or (
            heading and file.suffix == ".md" and heading not in _headings(file.read_text("utf-8"))
        ):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/operators.md"])
def test_the_documents_that_everybody_looks_for_are_there(name):
    assert len((ROOT / name).read_text(encoding="utf-8")) > 200


def test_every_dependency_has_its_reason():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    extras = project["project"].get("optional-dependencies", {})
    declared += [entry for entries in extras.values() for entry in entries]
    names = {re.split(r"[\[<>=!~; ]", entry, maxsplit=1)[0] for entry in declared}
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert {name for name in names if f"| {name} |" not in reasons} == set()


def _docstring(path):
    import ast

    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def _headings(text):
    """The anchors of a document's headings."""
    kept = (
        re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower()) for line in text.splitlines() if line.startswith("#")
    )
    return {heading.replace(" ", "-") for heading in kept}
