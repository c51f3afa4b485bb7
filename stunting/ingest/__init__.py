"""Files of e-PPGBM to canonical rows and findings: sniff → container → header → columns → cells → rows."""

from stunting.ingest.codes import Code
from stunting.ingest.errors import IngestError
from stunting.ingest.files import read_file
from stunting.ingest.findings import CODES
from stunting.ingest.parsed import Parsed
from stunting.ingest.table import parse_table

__all__ = ["CODES", "Code", "IngestError", "Parsed", "parse_table", "read_file"]
