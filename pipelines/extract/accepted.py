"""What a page must be to be judged at all; apart from `judge`, which loads all of extraction."""

MIN_CHARACTERS = 75
"""Characters of the shortest text that is an article: half of the shortest of 462 gold texts, which has 149.
News in brief are one or two sentences."""

HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
TEXT_TYPES = frozenset(("text/plain", "text/xml", "application/xml", "application/octet-stream"))
"""Types under which badly set up servers send pages: believed when the body looks like one."""
