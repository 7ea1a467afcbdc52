"""Findings let stand on somebody's word, and what is wrong with such words themselves.

`directive` reads the comments of a report, `side_file` the file beside one; both give waivers, and
`settle` holds them against what was found.
"""

# What the file beside a report is called: the report's whole name, and this.
SUFFIX = ".openness-lint.yaml"

# Of these, whatever is meant as a suppression in a comment holds one, however it is misspelt.
_SIGNS = ("open", "ness", "lint", "ign", "ore")


def may_suppress(comment: str) -> bool:
    """Whether a comment is worth the look of `directive`, which takes longer to load than a report to read."""
    lower = comment.casefold()
    return any(one in lower for one in _SIGNS)
