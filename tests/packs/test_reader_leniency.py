"""What the language leaves open is not blamed: shorter forms, outside parties, headers as files have them."""

import pytest

from gendan.core.pack import Again
from gendan.core.procedure import Role, Routing, Signs
from gendan.packs.findings import Severity
from gendan.packs.reader import read_pack
from tests.packs.packs_at_hand import doors, edited

ORDER, PACK = "procedures/door_order.yaml", "pack.yaml"
VOTES = "{need: all, of: [order_auditor, technical_supervisor]}"
NESTED = "{need: 60%, of: [[order_auditor, technical_supervisor], {need: 1, of: superior}]}"
KEEPER = "owner: {post: order_taker, by: keeper of customer}, waits: customer}"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ORDER, "then: [document.quotation]", "then: document.quotation"),
        (ORDER, "due: [{in: 1 workday}]", "due: 1 workday"),
        (ORDER, "starts: quote, stops: confirm", "starts: {enter: quoted}, stops: [{leave: quoted}]"),
        (ORDER, VOTES, "[order_auditor, technical_supervisor]"),
        (ORDER, VOTES, NESTED),
        (ORDER, "owner: order_taker, waits: customer}", KEEPER),
        (ORDER, "生产中, owner: production_clerk}", "生产中, owner: actor of draft}"),
        (ORDER, "title: 门单\n", 'title: {"zh": 门单, "en": Door order}\nsource: 第三条\n'),
        (PACK, "default: 0.30, min", "min"),
        (PACK, "needs: [orders, money, stock] ", "needs: &areas [orders, money, stock] "),
    ],
)
def test_other_forms_read_without_a_finding(path: str, old: str, new: str) -> None:
    assert read_pack(edited(doors(), path, old, new)).findings == ()


def test_votes_may_be_nested() -> None:
    pack = read_pack(edited(doors(), ORDER, VOTES, NESTED)).pack
    assert pack is not None
    signs = pack.procedures["door_order"].actions["audit"].signs
    assert signs is not None
    assert str(signs.need) == "0.6"
    inner, vote = signs.of
    assert isinstance(inner, Signs)
    assert isinstance(vote, Signs)
    assert (inner.need, vote.need) == ("order", 1)
    assert [who.role for who in vote.of if not isinstance(who, Signs)] == [Role.SUPERIOR]


def test_any_and_any_but_are_the_states_that_are_not_final() -> None:
    running = ["received", "quoted", "confirmed", "drafted", "released", "ready", "stopping"]
    for written, wanted in (
        ("any", running),
        ("{any_but: stopping}", running[:-1]),
        ("{any_but: [stopping, received]}", running[1:-1]),
    ):
        files = edited(doors(), ORDER, "from: [received, quoted], to: stopped", f"from: {written}, to: stopped")
        reading = read_pack(files)
        assert reading.findings == ()
        assert reading.pack is not None
        assert list(reading.pack.procedures["door_order"].actions["cancel"].sources) == wanted


def test_an_outside_party_without_a_field_is_only_warned_of() -> None:
    (finding,) = read_pack(edited(doors(), ORDER, "waits: loss", "waits: bank")).findings
    assert (finding.code, finding.severity) == ("unknown_waits", Severity.WARNING)
    assert read_pack(edited(doors(), ORDER, "waits: loss", "waits: bank")).sound


def test_another_yaml_file_is_only_warned_of() -> None:
    (finding,) = read_pack({**doors(), "notice.yaml": b"a: b\n"}).findings
    assert (finding.code, finding.severity, finding.params["meant"]) == (
        "unknown_file",
        Severity.WARNING,
        ("notices.yaml", "routines.yaml", "documents.yaml"),
    )


IMPORT = """
imports:
  old_orders:
    opens: door_order
    key: [customer]
    columns: {客户（全称）: customer, "加急 ": urgent, 交货期: deliver_on}
    again: update
"""


def test_headers_are_as_files_have_them_and_the_updating_action_is_found() -> None:
    reading = read_pack({**doors(), "imports.yaml": IMPORT.encode()})
    assert reading.findings == ()
    assert reading.pack is not None
    read = reading.pack.imports["old_orders"]
    assert read.columns == (("客户（全称）", "customer"), ("加急 ", "urgent"), ("交货期", "deliver_on"))
    assert (read.again, read.update) == (Again.UPDATE, "amend")


def test_an_owner_chosen_by_a_rule() -> None:
    pack = read_pack(edited(doors(), ORDER, "owner: order_taker, waits: customer}", KEEPER)).pack
    assert pack is not None
    owner = pack.procedures["door_order"].states["quoted"].owner
    assert owner is not None
    assert (owner.post, owner.by, owner.of) == ("order_taker", Routing.KEEPER, "customer")


def test_a_section_may_stand_in_the_pack_or_in_its_own_file_and_not_in_both() -> None:
    notices = doors()["notices.yaml"].decode()
    moved = {**doors(), PACK: doors()[PACK] + notices.encode()}
    del moved["notices.yaml"]
    assert read_pack(moved).findings == ()
    doubled = {**doors(), PACK: doors()[PACK] + notices.encode()}
    (finding,) = read_pack(doubled).findings
    assert (finding.code, finding.place.file, finding.params["file"]) == ("duplicate_element", "notices.yaml", PACK)


def test_a_section_in_the_file_of_another_is_found() -> None:
    (finding,) = read_pack(
        {**doors(), "records.yaml": doors()["notices.yaml"], "notices.yaml": b"notices: {}\n"}
    ).findings
    assert (finding.code, finding.place.file) == ("section_elsewhere", "records.yaml")
