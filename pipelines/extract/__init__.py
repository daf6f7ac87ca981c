"""From page bytes to text and metadata: the only place that imports trafilatura."""
