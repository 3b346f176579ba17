"""The checker: proves of a whole pack what no single file or name can show, and accuses only of what it has proven."""

from gendan.packs.check.pack import check_folder, check_pack, check_reading

__all__ = ["check_folder", "check_pack", "check_reading"]
