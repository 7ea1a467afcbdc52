"""Findings let stand on somebody's word, and what is wrong with such words themselves.

`directive` reads the comments of a report, `side_file` the file beside one; both give waivers, and
`settle` holds them against what was found.
"""
