"""What changes parties: the only writer of this room. Each act is kept with who did it, when, and what stood before."""

from gendan.parties.actions.contracts import contract, end_contract
from gendan.parties.actions.merging import merge
from gendan.parties.actions.registering import change, make_contacts_known, make_known, register
from gendan.parties.actions.territories import end_territory, grant_territory

__all__ = [
    "change",
    "contract",
    "end_contract",
    "end_territory",
    "grant_territory",
    "make_contacts_known",
    "make_known",
    "merge",
    "register",
]
