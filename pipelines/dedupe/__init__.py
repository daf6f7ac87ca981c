"""Is this article new, a revision, unchanged or a duplicate?"""
