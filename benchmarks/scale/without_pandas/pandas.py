"""In the place of pandas, which development has and an installation has not: pyarrow imports it where it is
there, and each process is 34 MiB larger."""

raise ModuleNotFoundError("measured as installed: without pandas")
