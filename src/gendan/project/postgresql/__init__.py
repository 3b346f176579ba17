"""Django's PostgreSQL, as this installation uses it: the setting ENGINE names this folder."""
