"""Bytes of one format to a Report with a span on every value; one format per file."""
