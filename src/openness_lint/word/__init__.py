"""Word documents: a file's body as paragraphs and grids, and a form written as such a file."""
