"""docs/area-words.md says what the areas declare, and what they declare is said in both languages."""

from gendan.core.field import Field
from gendan.core.vocabulary import asked
from gendan.packs.wording.area_words import page
from gendan.project.vocabulary import declared
from tests.packs.area_words import REFERENCE


def test_the_page_says_what_the_areas_declare():
    assert REFERENCE.read_text("utf-8") == page(declared()), "make area-words"


def _told(field: Field) -> list[Field]:
    return [field, *(one for column in field.columns for one in _told(column))]


def test_whatever_people_fill_in_and_read_has_a_title_in_both_languages():
    known = declared()
    bare = []
    for each in (*known.facts.values(), *known.lookups.values(), *known.effects.values(), *known.actions.values()):
        bare += [] if each.title.en or "." not in each.name else [each.name]
    for word in (*known.actions.values(), *known.ledgers.values()):
        bare += [] if word.title.en else [word.name]
        for top in word.fields:
            for field in _told(top):
                bare += [] if field.title.en else [f"{word.name}: {field.name}"]
                bare += [f"{word.name}: {field.name}={each.name}" for each in field.choices if not each.title.en]
    bare += [code for code, says in known.refusals.items() if not says.en]
    assert bare == []


def test_every_word_has_its_area_and_its_function():
    from gendan.cases.registry import implementation

    known = declared()
    for name in (*known.facts, *known.lookups, *known.effects, *known.actions, *known.ledgers, *known.panels):
        assert name.partition(".")[0] in known.areas | {"notice"}, name
    for each in (*known.facts.values(), *known.lookups.values(), *known.ledgers.values(), *known.panels.values()):
        assert callable(implementation(each.loader)), each.name
    for each in (*known.effects.values(), *known.actions.values()):
        assert each.handler == "" or callable(implementation(each.handler)), each.name
    for each in known.references.values():
        assert all(callable(implementation(path)) for path in (each.resolve, each.look_up, each.make)), each.type


def test_what_must_be_filled_is_asked():
    known = declared()
    for each in (*known.effects.values(), *known.actions.values()):
        assert set(each.required) <= set(each.arguments), each.name
        assert all(asked(name, argument).name == name for name, argument in each.arguments.items()), each.name


def test_every_argument_of_an_effect_is_called_by_a_name_of_its_own():
    untitled = [
        f"{each.name} {name}"
        for each in declared().effects.values()
        for name in each.arguments
        if each.called(name).zh == name or not each.called(name).en
    ]
    assert untitled == []
