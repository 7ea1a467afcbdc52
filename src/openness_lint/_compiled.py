"""Nothing to import: what `cli.bundle` keeps takes the place of this module's own compiled file.

Whatever removes the program removes what was compiled of its modules with it, and knows nothing of other files.
"""
