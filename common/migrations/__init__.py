"""How rows that are there come to look as new code wants them, while old code and new write to them."""

from common.migrations.migration import Migration
from common.migrations.run import NotYet, run

__all__ = ["Migration", "NotYet", "run"]
