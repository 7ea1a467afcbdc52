"""What several formats need to put findings on paper: safe text, widths, frames, common words.

It stands below the reporters, which know nothing of each other, and above everything that judges.
"""
