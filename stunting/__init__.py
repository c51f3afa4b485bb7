"""Stunting surveillance for an Indonesian district: e-PPGBM exports in, defensible figures out."""

__version__ = "0.1.0"
