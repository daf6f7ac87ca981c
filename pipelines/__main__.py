"""The command line of readers: `python -m pipelines` in the checkout, `python -m steppewire` elsewhere."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
