"""The engine that a command was asked for."""

from typing import TYPE_CHECKING

from ..errors import UsageError
from .engine import Engine, EngineName, Local

if TYPE_CHECKING:
    from .on_ray import OnRay


def open_engine(name: EngineName, workers: int) -> Engine:
    """Begin an engine; it ends with its `with` block.

    `workers` are tasks at once on this machine. On a cluster its processors say how many there are.
    Raises UsageError where Ray is not installed, no cluster runs, or the cluster cannot be used.
    """
    return open_ray() if name == "ray" else Local(workers)


def open_ray() -> "OnRay":
    """As `open_engine`, for what only a cluster does."""
    try:
        from .on_ray import OnRay
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "ray":
            raise
        raise UsageError(
            "--engine ray: Ray is not installed here; install it with: "
            "make cluster / pip install 'steppewire[cluster]'"
        ) from error
    return OnRay()
