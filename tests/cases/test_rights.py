"""The table of rights says what sight and engine hold."""

import pytest

from gendan.cases import library
from gendan.cases.rights import Sees, Way, rights
from gendan.cases.rights_words import SEES, WAYS
from gendan.cases.sight import seen_states, seen_wholly
from gendan.packs.folder import read_folder
from gendan.packs.reader import SHIPPED, read_pack

PACKS = sorted(path.name for path in SHIPPED.iterdir() if (path / "pack.yaml").is_file())


def read(name):
    files, _ = read_folder(SHIPPED / name)
    return read_pack(files).pack


@pytest.mark.parametrize("name", PACKS)
def test_every_shipped_pack_has_its_table_and_it_agrees_with_sight(name):
    pack = read(name)
    tables = rights(pack)
    assert [each.procedure.name for each in tables] == list(pack.procedures)
    for table in tables:
        for post in pack.posts:
            right = table.sight[post]
            assert right.everything == (post in seen_wholly(table.procedure))
            assert set(right.states) == set(seen_states(table.procedure, frozenset((post,))))
        assert set(table.fields) == set(table.procedure.fields)
        for of in table.fields.values():
            assert all(each.sees for each in of.values())


def test_a_column_is_left_where_posts_are_named():
    pack = read("shop_review")
    table = rights(pack, ["reviewer", "nobody"])[0]
    assert table.posts == ("reviewer",)
    assert all(set(of) <= {"reviewer"} for of in table.actions.values())


def test_a_field_that_few_see_says_so_and_its_filler_is_known(db):
    from tests.notices.company import NOTICES, PACK, PROCEDURE

    files = {"pack.yaml": PACK.encode(), "notices.yaml": NOTICES.encode(), "procedures/job.yaml": PROCEDURE.encode()}
    from tests.cases.company import FRIDAY

    pack = library.pack(library.activate(files, by=0, at=FRIDAY).definition)
    (table,) = rights(pack)
    assert table.fields["price"]["chief"].sees == ((Sees.ALWAYS, ""),)
    assert table.fields["price"]["clerk"].sees == ((Sees.NEVER, ""),)
    assert table.fields["card"]["fitter"].sees == ((Sees.MASKED, ""),)
    assert table.fields["price"]["clerk"].fills == ("open",)
    assert table.fields["price"]["fitter"].fills == ()
    assert table.actions["fetch"] == {"fitter": (Way.DOES,)}


def test_all_that_a_table_says_has_words():
    assert set(WAYS) == set(Way)
    assert set(SEES) == set(Sees)
    assert all(text.zh and text.en for text in (*WAYS.values(), *SEES.values()))
