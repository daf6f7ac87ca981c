"""Stored pages put through the rules of today."""
