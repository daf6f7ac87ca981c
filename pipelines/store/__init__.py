"""The bucket: tables, objects, segments."""
