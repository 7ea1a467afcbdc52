"""Results to a stream, one format a file; what several formats share stands in `drawing`."""
