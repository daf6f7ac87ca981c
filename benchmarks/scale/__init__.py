"""What work on many pages takes, measured; and what 100,000 sites or a year of CC-NEWS would, worked out."""
