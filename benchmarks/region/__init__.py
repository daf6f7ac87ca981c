"""Modelled pages of the region, with gold text: what no collection of real pages has (`docs/quality.md`)."""
