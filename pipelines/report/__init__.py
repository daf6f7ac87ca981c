"""What a run and a dataset look like to a person."""
