"""Which figures, changed, make every broken equation hold, and what slip may have made them wrong.

Knows no table by name: equations, rows and columns come from the rules and the form.
"""
