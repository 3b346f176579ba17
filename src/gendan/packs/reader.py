"""Reads a pack: from a folder, or from files in memory, to a `core.pack.Pack`, with all findings at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gendan.core.pack import Migration, Pack, Post, RecordType, Setting, Table, Use
from gendan.core.procedure import Procedure
from gendan.core.story import Story
from gendan.packs.findings import Finding, in_order, meant
from gendan.packs.folder import Files, content_hash, read_folder
from gendan.packs.reading.between import check_between
from gendan.packs.reading.context import Context, Known
from gendan.packs.reading.documents import Documents, read_documents
from gendan.packs.reading.fields import item
from gendan.packs.reading.measures import read_measure, read_report, read_scorecard
from gendan.packs.reading.procedure import read_procedure
from gendan.packs.reading.sections import (
    check_writers,
    read_exchange,
    read_import,
    read_notice,
    read_record,
    read_routine,
)
from gendan.packs.reading.sections import read_documents as read_papers
from gendan.packs.reading.stories import read_stories
from gendan.packs.reading.tables import read_setting, read_table
from gendan.packs.reading.uses import posts_of, single_posts, with_posts
from gendan.packs.schema.pack import PackModel, UseModel
from gendan.packs.source import Node

SHIPPED = Path(__file__).parent / "shipped"
"""The folder of the packs that Gendan ships."""
_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}")
_DOTTED = re.compile(r"[^\W\d]\w*\.[^\W\d]\w*")

Library = Mapping[str, Path | Files]
"""Packs that others may use, by name."""


@dataclass(frozen=True)
class Reading:
    """What was read.

    `pack` is None where pack.yaml could not be read. With errors among the findings it is partial: what is wrong was
    left
    out. `lost` names elements that are not whole (`("procedures", "door_order")`), of which no conclusion can be drawn.
    """

    pack: Pack | None
    findings: tuple[Finding, ...] = ()
    stories: tuple[Story, ...] = ()
    files: Files = field(default_factory=dict, repr=False)
    lost: frozenset[tuple[str, str]] = frozenset()

    @property
    def sound(self) -> bool:
        """Whether the pack was read whole and without an error."""
        return self.pack is not None and not any(finding.is_error for finding in self.findings)


def shipped_packs() -> dict[str, Path | Files]:
    """The packs that Gendan ships, by name."""
    return {path.parent.name: path.parent for path in sorted(SHIPPED.glob("*/pack.yaml"))}


def read_pack(where: Path | str | Files, *, library: Library | None = None) -> Reading:
    """Reads the pack in a folder, or in `where`, a mapping from paths inside the pack to content.

    `library` are the packs from which `uses` takes; the shipped ones where it is None. Never raises for what stands
    in a pack: everything that is wrong is a finding.
    """
    return _read(where, shipped_packs() if library is None else library, ())


def _read(where: Path | str | Files, library: Library, using: tuple[str, ...]) -> Reading:
    findings: list[Finding] = []
    if isinstance(where, Mapping):
        files: Files = where
    else:
        files, refused = read_folder(Path(where))
        findings += refused
        if not files:
            return Reading(None, in_order(findings))
    documents = read_documents(files)
    findings += documents.findings
    model, node = documents.pack, documents.node
    if model is None or node is None:
        return Reading(None, in_order(findings), files=files)
    context = Context(findings=findings, labels=documents.labels)
    used = _Used(context, model, node, library, (*using, model.pack))
    pack = _Assembly(context, documents, model, node, used, files).pack()
    stories = read_stories(context, documents.stories)
    for path, (_, place) in documents.labels.texts.items():
        if path not in documents.labels.used:
            context.error("label_of_nothing", place, name=path, meant=meant(path, documents.labels.paths))
    lost = documents.lost | {(section, name) for section, each in documents.sections.items() for name in each.broken}
    lost |= {("posts", name) for name in documents.posts.broken}
    return Reading(pack, in_order(findings), stories, files, frozenset(lost))


class _Used:
    """The packs that this one takes from."""

    def __init__(
        self, context: Context, model: PackModel, node: Node, library: Library, using: tuple[str, ...]
    ) -> None:
        self.context = context
        self.packs: dict[str, Pack] = {}
        self.uses: list[Use] = []
        self.taken: dict[str, tuple[Procedure, Node]] = {}
        self.targets: list[tuple[str, Node]] = []
        self.whole = True
        for name, use in model.uses.items():
            at = node.at("uses", name)
            self.uses.append(Use(pack=name, take=use.take, posts=tuple(use.posts.items()), place=at.place))
            if not context.refer("pack", name, Known(tuple(library)), at.at_key):
                self.whole = False
            elif name in using:
                context.error("uses_itself", at.at_key, name=name)
                self.whole = False
            else:
                reading = _read(library[name], library, using)
                if reading.pack is None or not reading.sound:
                    context.error("used_pack_wrong", at.at_key, name=name)
                    self.whole = False
                else:
                    self._take(reading.pack, use, at, model.pack)

    def _take(self, pack: Pack, use: UseModel, at: Node, ours: str) -> None:
        self.packs[pack.name] = pack
        for index, name in enumerate(use.take):
            spot = item(at, "take", index)
            if not self.context.refer("procedure", name, Known(tuple(pack.procedures)), spot.here):
                self.whole = False
                continue
            procedure = pack.procedures[name]
            for post in sorted(posts_of(procedure, pack.posts) - set(use.posts)):
                self.context.error("post_not_mapped", spot.here, name=post, procedure=name)
            for post in sorted(single_posts(procedure)):
                if len(use.posts.get(post, ())) > 1:
                    self.context.error("post_needs_one", at.at("posts", post).at_key, name=post, procedure=name)
            opened = {opening.procedure for opening in procedure.openings.values()}
            for other in sorted((opened & pack.procedures.keys()) - set(use.take)):
                self.context.error("opened_not_taken", spot.here, name=other, procedure=name)
            self.taken[name] = (with_posts(procedure, use.posts, ours), spot)
        for post, targets in use.posts.items():
            there = at.at("posts", post)
            self.context.refer("post_there", post, Known(tuple(pack.posts)), there.at_key)
            self.targets += [(target, item(at.at("posts"), post, index)) for index, target in enumerate(targets)]


class _Assembly:
    """Puts a pack together: first the names that exist, then every element."""

    def __init__(
        self, context: Context, documents: Documents, model: PackModel, node: Node, used: _Used, files: Files
    ) -> None:
        self.context = context
        self.documents = documents
        self.model = model
        self.node = node
        self.used = used
        self.files = files
        sections = documents.sections
        whole = documents.procedures_whole and used.whole
        context.posts = documents.posts.known()
        for post, spot in used.targets:
            context.refer("post", post, context.posts, spot.here)
        context.procedures = Known((*documents.procedures, *used.taken), whole)
        context.settings = sections["settings"].known(self._theirs("settings"))
        context.tables = sections["tables"].known(self._theirs("tables"))
        context.records = sections["records"].known(self._theirs("records"))
        context.imports = sections["imports"].known()
        context.exchanges = sections["exchanges"].known()
        context.notices = sections["notices"].known(self._theirs("notices"))
        context.measures = sections["measures"].known()
        papers = sections["documents"].known((*documents.templates, *self._theirs("documents")))
        context.documents = papers

    def _theirs(self, section: str) -> tuple[str, ...]:
        return tuple(name for pack in self.used.packs.values() for name in getattr(pack, section))

    def _joined(self, section: str, own: dict[str, object]) -> dict[str, object]:
        """Ours, and what the packs that we use declare under other names."""
        theirs = {name: each for pack in self.used.packs.values() for name, each in getattr(pack, section).items()}
        for name in theirs.keys() & own.keys():
            self._alike(section, name, theirs[name], own[name])
        return {**theirs, **own}

    def _alike(self, section: str, name: str, theirs: object, ours: object) -> None:
        """A setting or table of ours stands for theirs in the procedures that are taken: its types are the same."""
        wanted, found = _typed(theirs), _typed(ours)
        for each, expected in wanted.items():
            if found.get(each) != expected:
                at = self.documents.sections[section].nodes[name].at_key
                given = found.get(each, "—")
                self.context.error("used_other_type", at, name=each or name, given=given, expected=expected)

    def pack(self) -> Pack:
        """The pack."""
        context, model, node, sections = self.context, self.model, self.node, self.documents.sections
        if not _VERSION.fullmatch(model.version):
            context.error("bad_version", node.at("version").here, given=model.version[:40])
        procedures = self._procedures()
        records = {name: read_record(context, name, each, at) for name, each, at in sections["records"].items()}
        for name, record in records.items():
            check_writers(context, record, sections["records"].nodes[name], procedures)
        all_records = {**{n: r for p in self.used.packs.values() for n, r in p.records.items()}, **records}
        fields = {
            name: Known(tuple(each.fields), ("procedures", name) not in self.documents.lost)
            for name, each in procedures.items()
        }
        fields |= {name: Known(tuple(each.fields)) for name, each in all_records.items()}
        subjects: dict[str, Procedure | RecordType] = {**procedures, **all_records}
        papers = read_papers(
            context, sections["documents"].models, self._section_node("documents"), self.documents.templates
        )
        pack = Pack(
            name=model.pack,
            version=model.version,
            title=context.text(model.title, "pack", otherwise=model.pack),
            hash=content_hash(self.files, {name: each.hash for name, each in self.used.packs.items()}),
            calendar=model.calendar,
            needs=model.needs,
            posts=self._posts(),
            settings={name: read_setting(context, name, each, at) for name, each, at in sections["settings"].items()},
            acts=self._acts(),
            tables={
                name: read_table(context, name, each, at, self.files) for name, each, at in sections["tables"].items()
            },
            records=all_records,
            procedures=procedures,
            imports={
                name: read_import(context, name, each, at, procedures, all_records)
                for name, each, at in sections["imports"].items()
            },
            exchanges={
                name: read_exchange(context, name, each, at, procedures)
                for name, each, at in sections["exchanges"].items()
            },
            notices={name: read_notice(context, name, each, at) for name, each, at in sections["notices"].items()},
            documents=papers,
            routines=tuple(read_routine(context, each, at, procedures) for _, each, at in sections["routines"].items()),
            measures={
                name: read_measure(context, name, each, at, procedures)
                for name, each, at in sections["measures"].items()
            },
            scorecards={
                name: read_scorecard(context, name, each, at) for name, each, at in sections["scorecards"].items()
            },
            reports={
                name: read_report(context, name, each, at, fields, subjects)
                for name, each, at in sections["reports"].items()
            },
            uses=tuple(self.used.uses),
            migrates=self._migration(procedures),
            source=model.source,
            place=node.place,
        )
        return self._with_theirs(pack)

    def _section_node(self, section: str) -> Node:
        """A node under which every entry of a section is found, from whatever files they come."""
        nodes = self.documents.sections[section].nodes
        return Node(self.node.file, 1, 1, dict(nodes))

    def _with_theirs(self, pack: Pack) -> Pack:
        if not self.used.packs:
            return pack
        joined = {}
        for section in ("settings", "tables", "notices", "documents"):
            joined[section] = self._joined(section, dict(getattr(pack, section)))
        areas = tuple(dict.fromkeys((*pack.needs, *(area for each in self.used.packs.values() for area in each.needs))))
        return replace(pack, needs=areas, **joined)  # type: ignore[arg-type]  # joined by the names of its fields

    def _procedures(self) -> dict[str, Procedure]:
        procedures: dict[str, Procedure] = {}
        broken: dict[str, frozenset[str]] = {}
        for name, (taken, at) in self.used.taken.items():
            if name in self.documents.procedures:
                first = self.documents.procedures[name].node
                self.context.error("duplicate_element", at.here, name=name, file=first.file, line=first.line)
            procedures[name] = taken
        for name, source in self.documents.procedures.items():
            procedures[name] = read_procedure(self.context, source.model, source.node, source.lost, self.model.pack)
            broken[name] = frozenset(str(path[0]) for path in source.lost)
        check_between(self.context, procedures, broken)
        return procedures

    def _posts(self) -> dict[str, Post]:
        posts: dict[str, Post] = {}
        for name, each, at in self.documents.posts.items():
            if name in ("owner", "superior", "system", "any", "all"):
                self.context.error("reserved_name", at.at_key, name=name)
            if each.reports_to is not None:
                self.context.refer("post", each.reports_to, self.context.posts, at.at("reports_to").here)
            posts[name] = Post(
                name=name,
                title=self.context.text(each.title, f"posts.{name}", otherwise=name),
                reports_to=each.reports_to,
                duties=tuple(self.context.text(duty, f"posts.{name}.duties.{n}") for n, duty in enumerate(each.duties)),
                source=each.source,
                place=at.place,
            )
        self._no_circle(posts)
        return posts

    def _no_circle(self, posts: Mapping[str, Post]) -> None:
        """Notes posts that report to each other in a circle, once for each circle."""
        said: set[str] = set()
        for start in posts:
            seen: list[str] = []
            name: str | None = start
            while name is not None and name in posts and name not in seen:
                seen.append(name)
                name = posts[name].reports_to
            if name is not None and name in seen and not said & set(seen):
                circle = seen[seen.index(name) :]
                said |= set(circle)
                self.context.error("posts_in_circle", posts[circle[0]].place.of("reports_to"), known=tuple(circle))

    def _acts(self) -> dict[str, tuple[str, ...]]:
        acts = {}
        for post, words in self.model.acts.items():
            at = self.node.at("acts", post)
            self.context.refer("post", post, self.context.posts, at.at_key)
            for index, word in enumerate(words):
                if not _DOTTED.fullmatch(word):
                    spot = at.at(index) if isinstance(at.value, list) else at
                    self.context.error("act_not_dotted", spot.here, name=word[:60])
            acts[post] = words
        return acts

    def _migration(self, procedures: Mapping[str, Procedure]) -> Migration | None:
        model, at = self.model.migrates, self.node.at("migrates")
        if model is None:
            return None
        if not _VERSION.fullmatch(model.from_):
            self.context.error("bad_version", at.at("from").here, given=model.from_[:40])
        elif model.from_ == self.model.version:
            self.context.error("migrates_itself", at.at("from").here, given=model.from_)
        whole = self.context.procedures.whole and not self.documents.lost
        for key, names, here in (
            ("state", model.states, {name for each in procedures.values() for name in each.states}),
            ("field", model.fields, {name for each in procedures.values() for name in each.fields}),
        ):
            for old, new in names.items():
                self.context.refer(key, new.rpartition(".")[2], Known(tuple(here), whole), at.at(f"{key}s", old).here)
        return Migration(
            from_version=model.from_,
            states=tuple(model.states.items()),
            fields=tuple(model.fields.items()),
            place=at.place,
        )


def _typed(of: object) -> dict[str, str]:
    """The types that what reads a setting ("" names it) or a table's key and columns counts on."""
    if isinstance(of, Setting):
        return {"": of.field.type}
    if isinstance(of, Table):
        keys = {f"{of.name}({number})": each.type for number, each in enumerate(of.key, 1)}
        return {**keys, **{f"{of.name}.{each.name}": each.type for each in of.columns}}
    return {}
