"""How far the day's look has come."""

from django.db import models


class DayLook(models.Model):
    """换日 Which day a pack's open cases were last looked at for, and how far: behind the case `case_id` of this
    procedure and state, or, where `whole`, through all of them. So the look is taken once a day, and goes on where it
    was cut off.
    """

    pack = models.TextField(primary_key=True)
    day = models.DateField()
    procedure = models.TextField(default="")
    state = models.TextField(default="")
    case_id = models.BigIntegerField(default=0)
    whole = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.pack} {self.day}"
