"""Known effects: adjusted ratios and fractions cover them, crude ratios do not.

The full experiment (500 districts of each design) is ``benchmarks/determinants.py``, of small areas
``benchmarks/determinants_small.py``.
"""
