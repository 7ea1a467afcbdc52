"""Regular expressions that are compiled when they are first used.

To compile one takes from a tenth of a millisecond to two, and a run over one report needs a tenth of all there are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr

if TYPE_CHECKING:

    def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]: ...

else:

    class pattern:  # noqa: N801
        """What becomes the compiled pattern once it is asked to match."""

        def __init__(self, text: AnyStr, flags: int = 0) -> None:
            self.pattern = text
            self._flags = flags

        def __getattr__(self, name: str) -> Any:
            compiled = re.compile(self.pattern, self._flags)
            for known in ("match", "fullmatch", "search", "sub", "split", "findall", "finditer"):
                setattr(self, known, getattr(compiled, known))
            return getattr(compiled, name)
