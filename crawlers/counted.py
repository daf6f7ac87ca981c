"""A number with its noun."""


def counted(number: int, noun: str, plural: str = "s") -> str:
    """`1 site`, `2 sites`; `plural` is what is added."""
    return f"{number} {noun}{'' if number == 1 else plural}"
