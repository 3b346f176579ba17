"""The pages: each view reads what was asked, calls the rooms below, and gives its template what it shows."""
