"""Pages of fixed print: glyphs and ruled lines to the paragraphs and grids of a document."""
