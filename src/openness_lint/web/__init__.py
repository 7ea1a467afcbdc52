"""Web pages to documents: tags to a tree, the tree to what a browser would show, and the report found in that."""
