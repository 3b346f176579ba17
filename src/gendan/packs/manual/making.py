"""Puts the manual together: the whole, or what concerns one post or one procedure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gendan.core.pack import Pack
from gendan.core.procedure import Procedure
from gendan.core.story import Story
from gendan.core.vocabulary import Vocabulary
from gendan.packs.describe import duties_of
from gendan.packs.manual.content import Manual, Section
from gendan.packs.manual.department import organization_section, reading_section
from gendan.packs.manual.figures import figures_section
from gendan.packs.manual.grounds import glossary_section, grounds_section
from gendan.packs.manual.posts import post_section
from gendan.packs.manual.procedures import procedure_section
from gendan.packs.manual.site import site_section
from gendan.packs.manual.speech import InForce, Speech
from gendan.packs.register.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the manual: for one post, one procedure, or (both None) whole."""

    post: str | None = None
    procedure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What stands behind a pack: its stories, and the rows of the register that they show."""

    stories: tuple[Story, ...] = ()
    rows: Mapping[str, Row] = field(default_factory=dict)


def manual_of(
    pack: Pack,
    *,
    language: str,
    made_on: date,
    vocabulary: Vocabulary | None = None,
    in_force: InForce | None = None,
    behind: Behind | None = None,
    drawings: Mapping[str, str] | None = None,
    wanted: Wanted | None = None,
) -> Manual:
    """The manual of a pack in `language` ("zh…" or "en…").

    `vocabulary` gives the areas' words their titles, `in_force` what the site has set, `drawings` an SVG for each
    procedure. Raises KeyError for a post or procedure that the pack does not have.
    """
    wanted = wanted or Wanted()
    behind = behind or Behind()
    speech = Speech(pack=pack, language=language, vocabulary=vocabulary or Vocabulary(), in_force=in_force or InForce())
    posts = [pack.posts[wanted.post]] if wanted.post is not None else list(pack.posts.values())
    procedures = _procedures(pack, wanted)
    whole = wanted == Wanted()
    chapters: list[Section | None] = [reading_section(speech), organization_section(speech)]
    if wanted.procedure is None:
        chapters.append(_chapter("posts", speech.both("岗位", "Posts"), (post_section(each, speech) for each in posts)))
    chapters.append(
        _chapter(
            "procedures",
            speech.both("流程", "Procedures"),
            (procedure_section(each, speech, drawings or {}) for each in procedures),
        )
    )
    if whole:
        chapters += [
            figures_section(speech),
            site_section(speech),
            grounds_section(speech, behind.stories, behind.rows),
        ]
    chapters.append(glossary_section(speech))
    there = [chapter for chapter in chapters if chapter is not None]
    return Manual(
        title=speech.both("岗位作业指导书", "Job manual"),
        department=_title(speech, wanted),
        language=language,
        pack=pack.name,
        version=pack.version,
        hash=pack.hash,
        made_on=made_on,
        about=_about(speech, made_on),
        chapters=tuple(chapter.numbered(str(number)) for number, chapter in enumerate(there, 1)),
    )


def _procedures(pack: Pack, wanted: Wanted) -> Iterable[Procedure]:
    if wanted.procedure is not None:
        return [pack.procedures[wanted.procedure]]
    if wanted.post is not None:
        return [each.procedure for each in duties_of(pack, wanted.post)]
    return pack.matters


def _chapter(anchor: str, title: str, sections: Iterable[Section]) -> Section | None:
    within = tuple(sections)
    return Section(anchor=anchor, title=title, sections=within) if within else None


def _title(speech: Speech, wanted: Wanted) -> str:
    title = speech.say(speech.pack.title)
    if wanted.post is not None:
        return f"{title} · {speech.post(wanted.post)}"
    if wanted.procedure is not None:
        return f"{title} · {speech.title_of(wanted.procedure)}"
    return title


def _about(speech: Speech, made_on: date) -> tuple[tuple[str, str], ...]:
    both, pack = speech.both, speech.pack
    lines = [
        (both("版本", "Version"), pack.version),
        (both("校验码", "Checksum"), pack.hash[:16]),
        (both("打印日期", "Printed on"), made_on.isoformat()),
    ]
    if pack.source:
        lines.insert(0, (both("依据", "Source"), pack.source))
    return tuple(lines)
