"""Reading the dataset."""
