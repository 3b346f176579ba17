"""Writes the page of components in both languages: `python -m tests.web.components`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> None:
    """Write them."""
    import django

    django.setup()
    from tests.web.components.render import PAGES, rendered

    for language, path in PAGES.items():
        path.write_text(rendered(language), "utf-8")


if __name__ == "__main__":
    main()
