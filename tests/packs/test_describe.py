"""Labels and duties."""

from gendan.core.pack import Pack
from gendan.packs.describe import duties_of, labels, unlabeled
from gendan.packs.reader import SHIPPED, read_pack
from tests.packs.packs_at_hand import DOORS, doors, edited


def _pack(files: object) -> Pack:
    pack = read_pack(files).pack  # type: ignore[arg-type]
    assert pack is not None
    return pack


def test_every_label_has_one_path() -> None:
    for folder in (DOORS, SHIPPED / "shop_review"):
        paths = [label.path for label in labels(_pack(folder))]
        assert len(paths) == len(set(paths)) > 60


def test_what_lacks_english_is_named_with_its_line() -> None:
    missing = {label.path: label for label in unlabeled(_pack(DOORS), "en")}
    assert "pack" not in missing  # it has English
    assert {
        "posts.cashier",
        "settings.deposit_share",
        "procedures.door_order",
        "procedures.door_order.fields.lines.of.opening.of.left_in",
        "procedures.door_order.gates.paid",
        "procedures.door_order.actions.cancel.asks.reason",
        "procedures.door_order.deadlines.offer",
    } <= missing.keys()
    text = doors()["procedures/door_order.yaml"].decode().split("\n")
    assert "paid:" in text[missing["procedures.door_order.gates.paid"].place.line - 1]


def test_labels_of_a_file_of_their_own_name_every_element() -> None:
    """What the walk calls an element is what labels/en.yaml may call it: a file of all paths leaves nothing
    unlabeled."""
    missing = unlabeled(_pack(DOORS), "en")
    text = "\n".join(f"{label.path}: English of {number}" for number, label in enumerate(missing))
    reading = read_pack({**doors(), "labels/en.yaml": text.encode()})
    assert reading.findings == ()
    assert reading.pack is not None
    assert unlabeled(reading.pack, "en") == ()
    assert reading.pack.procedures["door_order"].states["received"].title.en.startswith("English of")


def test_labels_may_be_nested() -> None:
    nested = b"procedures:\n  door_order:\n    states:\n      received: Received\n"
    pack = read_pack({**doors(), "labels/en.yaml": nested}).pack
    assert pack is not None
    assert pack.procedures["door_order"].states["received"].title.en == "Received"


def test_a_label_of_nothing_is_found() -> None:
    reading = read_pack({**doors(), "labels/en.yaml": b"posts.cashier: Cashier\nposts.cachier: Cashier\n"})
    assert [(finding.code, finding.place.line, finding.params["meant"]) for finding in reading.findings] == [
        ("label_of_nothing", 2, ("posts.cashier", "posts.sheet_maker"))
    ]


def test_the_duties_of_a_post() -> None:
    pack = _pack(
        edited(
            doors(),
            "procedures/loss_statement.yaml",
            "from: [costing, sent], to: withdrawn, by: order_taker",
            "from: [costing, sent], to: withdrawn, by: technical_supervisor",
        )
    )
    order, loss = duties_of(pack, "technical_supervisor")
    assert (order.procedure.name, [action.name for action in order.signs], order.owns, order.does) == (
        "door_order",
        ["audit"],
        (),
        (),
    )
    assert [action.name for action in loss.does] == ["withdraw"]
    assert [state.name for state in duties_of(pack, "sheet_maker")[0].owns] == ["confirmed"]
    assert duties_of(pack, "nobody") == ()


def test_who_is_named_out_of_a_post_does_that_posts_work():
    pack = _pack(SHIPPED / "freight")
    found = {each.procedure.name: each for each in duties_of(pack, "salesperson")}["instruction"]
    assert [action.name for action in found.does] == ["sign_note", "supply"]
    assert [state.name for state in found.owns] == ["signature_open"]
