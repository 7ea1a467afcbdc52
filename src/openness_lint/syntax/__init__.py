"""From bytes to a tree of nodes, each with its place: what YAML and JSON files have in common.

Both reports and rule files are read through here, so both complain with line and column.
"""
