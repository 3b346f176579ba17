"""Packs on disk: read, checked, described, compared. Pure: no Django, no clock, no database.

The reader (`reader.read_pack`) turns a folder into a `core.pack.Pack` and proves what one file or one name can prove:
the
text is YAML of our kind, every key is known, every value has its type, and every name that stands outside a condition
(a state in `from`, a post in `by`, a field in `asks`) exists. The checker (`packs.check`) proves what needs the whole.
"""
