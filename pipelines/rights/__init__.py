"""What sites state about text and data mining: each place where it may stand is a pure parser of its own.

Nothing here asks a site for anything, and nothing is inferred: a statement is recorded with the words that
make it. `docs/data-format.md` says what each one means.
"""
