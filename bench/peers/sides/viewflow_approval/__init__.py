"""An application of Django for the peer's side: django-viewflow finds a flow by the application that holds it."""
