"""`--fix` and `--diff`: mend the files of a run, or show what would be mended."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from io import StringIO

from openness_lint.cli.files import Found
from openness_lint.cli.output import write_bytes
from openness_lint.engine import Askable
from openness_lint.mending import Mended, Mender
from openness_lint.model.diagnostic import Applicability
from openness_lint.model.errors import OpennessLintError
from openness_lint.model.language import Phrase
from openness_lint.model.outcome import Outcome
from openness_lint.model.report import Report
from openness_lint.model.source import Source
from openness_lint.model.values import dataclass, field
from openness_lint.syntax.decode import decode, encoding_of


@dataclass(slots=True)
class Fixing:
    """What to do with fixes in this run, and what was done.

    `write` is false for `--diff`: then the files stay, and `diffs` holds what would change.
    """

    applicable: frozenset[Applicability]
    write: bool
    fixed: int = 0
    diffs: list[str] = field(default_factory=list)

    def judge(
        self,
        found: Found,
        source: Source,
        read: Callable[[Source], Report],
        known: Sequence[Askable],
        judge: Callable[[Report], Outcome],
    ) -> Outcome:
        """Mend one source and judge what has become of it.

        Args:
            found: The file.
            source: Its bytes.
            read: Reads such a source.
            known: Every rule there is: a figure is changed only where the equations of all of them hold.
            judge: What a run says of a report.

        Raises:
            UnreadableInput: the source is no report.
            OpennessLintError: the mended file cannot be written; the old one still stands.
        """
        encoded = encoding_of(source.data)
        text = decode(source.data)

        def read_text(changed: str) -> Report:
            return read(Source(source.name, encoded.encode(changed)))

        mender = Mender(read_text, known, source.name, judge)
        mended = mender.mend(text, self.applicable)
        if not mended.fixed:
            return mended.outcome
        self.fixed += len(mended.fixed)
        if self.write:
            write_bytes(found.path, encoded.encode(mended.text))
            return mended.outcome
        self.diffs.append(_diff(source.name, text, mended))
        return mender.mend(text, ()).outcome

    @staticmethod
    def refuse(found: Found) -> OpennessLintError:
        """The complaint about a source that cannot be mended in place."""
        words = Phrase("--fix 只能改文件，不能改标准输入", "--fix mends files, not standard input")
        return OpennessLintError(words, path=found.name)


def _diff(name: str, before: str, mended: Mended) -> str:
    """A unified diff, as `patch` takes it."""
    # Not str.splitlines: it cuts at form feeds and U+2028 too, where neither editors nor `patch` do.
    old, new = list(StringIO(before, newline="\n")), list(StringIO(mended.text, newline="\n"))
    lines = difflib.unified_diff(old, new, fromfile=f"a/{name}", tofile=f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
