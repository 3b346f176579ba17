"""XES, the standard form of event logs (IEEE 1849): written from what cases did, and read from whatever did things."""

from gendan.cases.xes.log import EventLog, LogEvent, Trace
from gendan.cases.xes.reading import LogFault, read_log
from gendan.cases.xes.summary import paths_of
from gendan.cases.xes.writing import written

__all__ = ["EventLog", "LogEvent", "LogFault", "Trace", "paths_of", "read_log", "written"]
