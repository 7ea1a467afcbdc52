"""`date` and `datetime` as they are used: Python 3.11 writes each twice, and loads the slow ones to throw them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["date", "datetime"]

if TYPE_CHECKING:
    from datetime import date, datetime
else:
    try:
        from _datetime import date, datetime
    except ImportError:
        from datetime import date, datetime
