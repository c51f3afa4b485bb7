"""The synthetic district: invented children whose yearly figures follow the published ones."""

from stunting.demo.make import DemoResult, make
from stunting.demo.plan import DemoError

__all__ = ["DemoError", "DemoResult", "make"]
