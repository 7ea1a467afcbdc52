"""Packs, forms and rules from YAML, every complaint with its own line and column."""
