"""Parties: registered, changed, merged, granted territories, found, named by cases."""
