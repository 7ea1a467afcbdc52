"""Rules explained: what one demands in words, its examples with what the tool says of them, and what to do.

`page` gathers all of it once; `markdown`, `terminal` and `machine` put it on paper.
"""
