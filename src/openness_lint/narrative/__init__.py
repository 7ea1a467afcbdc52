"""What the prose of a report says in figures: sentences, clauses, and each number with its counter and place."""
