"""`python -m openness_lint`: the same as the `openness-lint` command."""

from openness_lint.cli.main import main

if __name__ == "__main__":
    main()
