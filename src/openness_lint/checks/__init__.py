"""The kinds of question that rules ask; one kind per file, named by its kind."""
