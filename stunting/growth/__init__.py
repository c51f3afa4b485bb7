"""The WHO growth standard: tables, z-scores, nutritional status, weight gain. NumPy in, NumPy out."""

from .classes import categorical, class_codes, classify, flag_limits, scale
from .files import FileError, FileResult, zscore_file
from .frame import INPUT_COLUMNS, OUTPUT_COLUMNS, ColumnError, zscore_columns, zscore_frame
from .gain import VERDICTS, kbm_table, not_gained_twice, weight_gain
from .zscore import ZScores, classes, zscores

__all__ = [
    "INPUT_COLUMNS",
    "OUTPUT_COLUMNS",
    "VERDICTS",
    "ColumnError",
    "FileError",
    "FileResult",
    "ZScores",
    "categorical",
    "class_codes",
    "classes",
    "classify",
    "flag_limits",
    "kbm_table",
    "not_gained_twice",
    "scale",
    "weight_gain",
    "zscore_columns",
    "zscore_file",
    "zscore_frame",
    "zscores",
]
