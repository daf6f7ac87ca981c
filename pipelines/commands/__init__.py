"""The commands of `steppewire`, by subject. What one needs is imported when it runs: `--help` is quick."""
