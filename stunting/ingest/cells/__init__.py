"""Cells: each distinct text of a column is read once; rows only carry its number."""
