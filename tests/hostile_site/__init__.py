"""A site on loopback that does at once all that a hostile site can do, beside some good articles.

`cases` is the table of what it does and what each address must end as, `wire` sends it byte for byte,
`names` is its name server and `certificates` its certificates. `tests/test_hostile_site.py` crawls it.
"""
