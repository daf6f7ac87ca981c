"""The language of a text: the only place that imports langdetect and py3langid."""
