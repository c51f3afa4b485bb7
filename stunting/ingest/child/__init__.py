"""Readers that run inside a capped process (``__main__.py``); the rest of the project never imports them."""
