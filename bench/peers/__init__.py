"""Gendan beside other open-source programs, each in a virtual environment of its own that pip fills."""
