"""The reference of areas' words, as a page: made from what the areas declare, so that it can't say anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gendan.core.field import Field
from gendan.core.text import Text
from gendan.core.vocabulary import Argument, Vocabulary, asked

HEAD = """# Words of areas 领域的词

Made by `make area-words` from what the areas declare; the tests hold it equal. How a pack uses them stands in
[the language](pack-language.md#areas). `*`: this argument must be filled; `[…]` are the columns of rows.
"""
_KINDS = {
    "facts": ("Facts of a case 单的事实", "in conditions and values: `WORD`"),
    "lookups": ("Look-ups 查询", "in conditions and values: `WORD(ARGUMENTS)`"),
    "effects": ("Effects 动作的后果", "`then: [{WORD: {…}}]`"),
    "site": ("Actions on the site 台账动作", "`acts: {POST: [WORD]}`; in stories `{as: POST, do: WORD, with: {…}}`"),
    "case": ("Actions on a case 单上的动作", "the same, on the case last spoken of, or on `case`"),
    "rights": ("Rights alone 只看", "`acts: {POST: [WORD]}`"),
    "ledgers": ("Ledgers 台账", "pages and files for who may look at the area, or sees the case"),
    "panels": ("Panels 附页", "on the page of what another area keeps"),
    "refusals": ("Reasons 不成的原因", "`refused: [CODE]`; of an effect `effect.WORD`"),
}


def page(known: Vocabulary) -> str:
    """The whole page."""
    areas = [area for area in known.titles if any(_of(area, names) for names in _sections(known).values())]
    return HEAD + "".join(_area(area, known) for area in areas)


def _area(area: str, known: Vocabulary) -> str:
    title = known.titles[area]
    told = [f"\n## {area} {title.zh} {title.en}\n"]
    kept = sorted(name for name, each in known.references.items() if each.area == area)
    types, lists = [name for name in kept if "." not in name], [name for name in kept if "." in name]
    if types:
        told.append(f"\nFields of type {_named(types)} name what this area keeps.\n")
    if lists:
        told.append(f"\nTexts are picked `from` {_named(lists)}.\n")
    for kind, lines in _sections(known).items():
        own = _of(area, lines)
        if own:
            heading, how = _KINDS[kind]
            told.append(f"\n### {area}: {heading}\n\n{how}\n\n| word | arguments | says |\n|---|---|---|\n")
            told += [f"| `{name}` | {arguments} | {says} |\n" for name, (arguments, says) in own.items()]
    return "".join(told)


def _named(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _of(area: str, lines: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {name: line for name, line in lines.items() if name.partition(".")[0] == area}


def _sections(known: Vocabulary) -> dict[str, dict[str, tuple[str, str]]]:
    actions = known.actions.values()
    return {
        "facts": {each.name: (str(each.type), _says(each.title)) for each in known.facts.values()},
        "lookups": {
            each.name: (
                f"{_arguments(each.arguments, set(each.arguments) - set(each.optional))} → {each.type}",
                _says(each.title),
            )
            for each in known.lookups.values()
        },
        "effects": {
            each.name: (
                _arguments(each.arguments, each.required),
                _says(each.title) + (" (held until the case ends 占用至结束)" if each.holds else ""),
            )
            for each in known.effects.values()
        },
        "site": {
            each.name: (_arguments(each.arguments, each.required), _says(each.title))
            for each in actions
            if each.about == "site" and each.handler
        },
        "case": {
            each.name: (_arguments(each.arguments, each.required), _says(each.title))
            for each in actions
            if each.about == "case" and each.handler
        },
        "rights": {each.name: ("", _says(each.title)) for each in actions if not each.handler},
        "ledgers": {each.name: (_arguments(each.filters, ()), _says(each.title)) for each in known.ledgers.values()},
        "panels": {each.name: (f"{each.about}*", _says(each.title)) for each in known.panels.values()},
        "refusals": {code: ("", _says(says)) for code, says in known.refusals.items()},
    }


def _arguments(arguments: Mapping[str, Argument], required: Iterable[str]) -> str:
    needed = set(required)
    return ", ".join(_argument(asked(name, each), name in needed) for name, each in arguments.items())


def _argument(each: Field, needed: bool) -> str:
    kind = each.type
    if each.columns:
        kind = f"[{', '.join(_argument(column, column.required is not None) for column in each.columns)}]"
    elif each.choices and each.type != "bool":
        kind = " / ".join(choice.name for choice in each.choices)
        kind += " / …" if each.type == "text" else ""
    return f"{each.name}{'*' if needed else ''}: {kind}"


def _says(title: Text) -> str:
    said = title.zh if not title.en or title.en == title.zh else f"{title.zh} {title.en}"
    return said.replace("|", "\\|").replace("\n", " ")
