"""Spreadsheets: cells as they show, with their number formats, to the grids of a document."""
