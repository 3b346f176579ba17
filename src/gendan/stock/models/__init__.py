"""The tables of the stock room. `stock.actions` is the only writer; movements, holds and counts are only added to."""

from gendan.stock.models.count import CountBooked, CountLine
from gendan.stock.models.good import CodeSort, Good, Packing
from gendan.stock.models.ledger import Balance, Hold, Movement
from gendan.stock.models.load import CodeLoad, CodeLoadRow
from gendan.stock.models.place import Outside, Place
from gendan.stock.models.unit import Recoding, Unit, UnitMove, Whereabouts

__all__ = [
    "Balance",
    "CodeLoad",
    "CodeLoadRow",
    "CodeSort",
    "CountBooked",
    "CountLine",
    "Good",
    "Hold",
    "Movement",
    "Outside",
    "Packing",
    "Place",
    "Recoding",
    "Unit",
    "UnitMove",
    "Whereabouts",
]
