"""From labels as printed to the form's own rows, columns and sections; driven by the form alone."""
