"""Templates of what e-PPGBM does not have: one list of questions makes the file and validates it."""

from stunting.ingest.templates.definitions import (
    ABSENT,
    EXAMPLE,
    KIND,
    Question,
    questions,
    recognise,
    templates,
)
from stunting.ingest.templates.read import in_words_of_templates, parse

__all__ = [
    "ABSENT",
    "EXAMPLE",
    "KIND",
    "Question",
    "in_words_of_templates",
    "parse",
    "questions",
    "recognise",
    "templates",
]
