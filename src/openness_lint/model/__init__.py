"""The values that travel between the floors: frozen, without files, streams or settings.

Nothing in here imports anything of ours outside this package, so every other floor may lean on it.
"""
