"""Where work on the dataset runs: in this process and its workers, or on the machines of a cluster."""
