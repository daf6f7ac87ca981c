"""Settings in layers: `local`, `production` and `test` over `base`."""

import contextlib
import ctypes
import os

_M_ARENA_MAX = -8
"""Of glibc's malloc.h."""

# Arrow's own allocator keeps what it had: a new extraction of 1,200 pages in batches of 500 came to 473 MiB
# with it, and to 324 with the system's, in the same time. It is read once, when pyarrow is imported.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

# So does the system's, once for each of so many threads: a new extraction of 6,000 pages came to 453 MiB with
# the eight heaps a processor that glibc allows, and to 369 with one, in the same time. Other C libraries have
# no such function.
if "MALLOC_ARENA_MAX" not in os.environ:
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
