"""The pages as an application of Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """页面 The pages. Their texts are Chinese in the code; other languages come from the catalogs in `locale`."""

    name = "gendan.web"
    label = "web"

    def ready(self) -> None:
        """Make gettext know our catalogs, which are read as they are written: there is nothing to compile."""
        from gendan.web.catalog import install

        install()
