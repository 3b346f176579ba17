"""The register: what the department manuals ask of the software, row by row, each row with an id that stories cite."""
