"""By which words cases are found."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchRow(models.Model):
    """查找词 Words of a case: those of everybody who sees it (`field` empty), and those of each field that only some
    see. A projection, written by `cases.searching.projection` with the case itself and rebuilt with it."""

    pk = models.CompositePrimaryKey("case_id", "field")
    case_id = models.BigIntegerField()
    field = models.TextField()
    words = SearchVectorField()

    class Meta:
        """New words wait in a list until some thousands can be sorted in at once: opening a case stays cheap."""

        indexes = (GinIndex(fields=["words"], name="search_words", fastupdate=True, gin_pending_list_limit=8192),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.field}"
