"""The command line of readers: `python -m pipelines` in the checkout, `python -m steppewire` elsewhere."""

import sys

from .cli import main

sys.exit(main())
