"""What can go wrong before and around the database, as codes with parameters; the words are in `words.py`."""

from __future__ import annotations


class ProjectError(Exception):
    """Something an operator has to mend. `code` names it, `parameters` fill its words."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        from gendan.project.words import both

        return both(self.code, **self.parameters)
