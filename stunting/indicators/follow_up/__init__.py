"""Lists that lead to action: which children need what this month, and the history of one child."""

from stunting.indicators.follow_up.attendance import streaks
from stunting.indicators.follow_up.catalogue import LISTS, PRIORITIES, priority_of, title_of
from stunting.indicators.follow_up.counts import reporting, summary
from stunting.indicators.follow_up.history import child
from stunting.indicators.follow_up.make import LIST_COLUMNS, lists, visits
from stunting.indicators.follow_up.people import people
from stunting.indicators.follow_up.verdicts import verdicts

__all__ = [
    "LISTS",
    "LIST_COLUMNS",
    "PRIORITIES",
    "child",
    "lists",
    "people",
    "priority_of",
    "reporting",
    "streaks",
    "summary",
    "title_of",
    "verdicts",
    "visits",
]
