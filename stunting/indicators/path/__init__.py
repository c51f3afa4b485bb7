"""The path to a target: rate of reduction, projection, probability, and what-if.

Definitions, calibration and limits: ``docs/metode-target.md``.
"""

from stunting.indicators.path.aarr import current, required
from stunting.indicators.path.flows import FLOW_COLUMNS, flows
from stunting.indicators.path.outlook import outlook, projection
from stunting.indicators.path.what_if import Rates, equilibrium, needed, rates, what_if

__all__ = [
    "FLOW_COLUMNS", "Rates", "current", "equilibrium", "flows", "needed", "outlook", "projection", "rates",
    "required", "what_if",
]  # fmt: skip
