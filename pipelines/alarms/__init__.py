"""Tells people when the state of a site changes, and only then."""
