"""Web pages and Markdown to documents: what a browser would show, and the report found in that."""
