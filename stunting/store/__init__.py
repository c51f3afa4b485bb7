"""The store: uploads that are whole or absent, and rows in which the latest wins.

See ``docs/penyimpanan.md`` for the layout and the guarantees.
"""

from stunting.store.codes import STORE_CODES
from stunting.store.durable import StoreError
from stunting.store.preview import Preview
from stunting.store.proof import Proof
from stunting.store.report import UploadReport
from stunting.store.store import Store

__all__ = ["STORE_CODES", "Preview", "Proof", "Store", "StoreError", "UploadReport"]
