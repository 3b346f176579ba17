"""The whole examination of a pack."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from gendan.core.demo import Demo
from gendan.core.pack import Pack
from gendan.core.story import Story
from gendan.core.vocabulary import Vocabulary
from gendan.packs.check.amounts import check_amounts
from gendan.packs.check.children import check_children, check_openings
from gendan.packs.check.clocks import check_deadlines, check_waits
from gendan.packs.check.conditions import check_names_and_types, conditions_of
from gendan.packs.check.demo import check_demo
from gendan.packs.check.fields import check_fields, check_lists, check_needs, check_owners
from gendan.packs.check.kinds import check_kinds
from gendan.packs.check.labels import check_labels
from gendan.packs.check.measures import check_measures
from gendan.packs.check.papers import check_papers
from gendan.packs.check.possible import check_possible
from gendan.packs.check.records import check_records
from gendan.packs.check.report import Report
from gendan.packs.check.signing import check_signing
from gendan.packs.check.states import check_actions, check_states
from gendan.packs.check.stories import check_stories
from gendan.packs.check.subject import Subject, Whole
from gendan.packs.check.system import check_circles
from gendan.packs.check.traffic import check_exchanges, check_imports, check_notices, check_routines
from gendan.packs.check.words import check_areas, check_effects, check_needed
from gendan.packs.findings import Finding, in_order
from gendan.packs.folder import Files
from gendan.packs.reader import Library, Reading, read_pack
from gendan.packs.reading.demo import read_demo


def check_pack(
    pack: Pack,
    *,
    vocabulary: Vocabulary,
    register: Collection[str] | None = None,
    shipped: bool = False,
    stories: tuple[Story, ...] = (),
    files: Files | None = None,
    unread: Collection[str] = (),
    activates: bool = True,
    demo: Demo | None = None,
) -> tuple[Finding, ...]:
    """All that can be proven to be wrong with a pack that was read, by place.

    - `vocabulary`: the words of the areas that the site has.
    - `register`: the ids of the register of demands, where stories' `shows` are held against it.
    - `shipped`: whether it is one of Gendan's own, which has labels in both languages.
    - `files`: the pack's files, from which the column inside a condition is told.
    - `unread`: procedures that were not read whole, of which nothing is concluded.
    - `activates`: whether it is to run here; otherwise an area of Gendan's that is not installed is a warning.
    """
    whole = Whole(pack, vocabulary, Report(files or {}), frozenset(unread), activates)
    for name, subject in whole.subjects.items():
        if name not in whole.taken:
            _procedure(subject)
    check_areas(whole)
    check_openings(whole)
    check_imports(whole)
    check_exchanges(whole)
    check_routines(whole)
    check_notices(whole)
    check_records(whole)
    check_papers(whole)
    check_measures(whole)
    if shipped:
        check_labels(whole)
    check_stories(whole, stories, register)
    if demo is not None:
        check_demo(whole, demo, shipped=shipped)
    return whole.report.in_order()


def _procedure(subject: Subject) -> None:
    check_effects(subject)
    check_amounts(subject)
    check_kinds(subject)
    sound = [each for each in conditions_of(subject) if check_names_and_types(each, subject.report)]
    check_needed(subject, sound)
    check_states(subject)
    if not subject.graph.nodes:
        return  # nothing opens: whatever else is wrong comes of that
    check_actions(subject)
    check_possible(subject, sound)
    check_waits(subject)
    check_deadlines(subject)
    check_circles(subject)
    check_fields(subject)
    check_needs(subject)
    check_lists(subject)
    check_owners(subject)
    check_signing(subject)
    check_children(subject)


def check_folder(
    where: Path | str | Files,
    *,
    vocabulary: Vocabulary,
    register: Collection[str] | None = None,
    shipped: bool = False,
    activates: bool = True,
    library: Library | None = None,
) -> tuple[Finding, ...]:
    """Reads the pack in a folder (or in files in memory) and checks it: every finding of both, by place."""
    reading = read_pack(where, library=library)
    return check_reading(reading, vocabulary=vocabulary, register=register, shipped=shipped, activates=activates)


def check_reading(
    reading: Reading,
    *,
    vocabulary: Vocabulary,
    register: Collection[str] | None = None,
    shipped: bool = False,
    activates: bool = True,
) -> tuple[Finding, ...]:
    """What was found while reading, and what the checker finds in what was read whole."""
    if reading.pack is None:
        return reading.findings
    demo, wrong = read_demo(reading.files)
    found = check_pack(
        reading.pack,
        vocabulary=vocabulary,
        register=register,
        shipped=shipped,
        stories=reading.stories,
        files=reading.files,
        unread=_unread(reading),
        activates=activates,
        demo=demo,
    )
    return in_order((*reading.findings, *wrong, *found))


def _unread(reading: Reading) -> frozenset[str]:
    """Procedures in whose file something is wrong already: what would follow from it is not said as well.

    All of them, where something that any of them may name was lost: a setting, a post, a whole procedure.
    """
    assert reading.pack is not None  # the caller asked
    wrong = {finding.place.file for finding in reading.findings if finding.is_error}
    procedures = reading.pack.procedures
    read = {procedure.place.file for procedure in procedures.values()}
    unread_file = any(file.startswith("procedures/") and file not in read for file in wrong)
    if unread_file or any(section != "procedures" for section, _ in reading.lost):
        return frozenset(procedures)
    return frozenset(
        name
        for name, procedure in procedures.items()
        if procedure.place.file in wrong or ("procedures", name) in reading.lost
    )
