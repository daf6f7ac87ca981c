"""Settings in layers: `local`, `production` and `test` over `base`."""
