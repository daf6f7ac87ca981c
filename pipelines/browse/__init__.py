"""A release that people can click through: a SQLite file of it, and a server of pages on this machine."""
