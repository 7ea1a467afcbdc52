"""The command line: the only floor that opens files, prints, or ends the process."""
