"""The form in which written dates are compared: one case, one kind of digit, apostrophe and Arabic letter."""

from ..clean.characters import fold

_LIKE = str.maketrans(
    {
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
        **dict.fromkeys("ʻʼ‘’`´ʹ", "'"),
        **dict.fromkeys("\u200b\u200c\u200e\u200f\u2060\ufeff", " "),
        # Kazakh keyboards, Persian keyboards and Arabic ones write these two differently.
        **dict.fromkeys("\u064a\u06cc", "\u0649"),
        "\u06a9": "\u0643",
        "،": ",",
    }
)


def plain(text: str) -> str:
    """`characters.fold`, with the letters and digits of several keyboards made one. As long as `text`."""
    return fold(text.translate(_LIKE))
