"""Releases: frozen datasets below `releases/` of a store."""
