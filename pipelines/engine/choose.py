"""The engine that a command was asked for."""

from ..errors import UsageError
from .engine import Engine, EngineName, Local


def open_engine(name: EngineName, workers: int) -> Engine:
    """Begin an engine; it ends with its `with` block.

    `workers` are tasks at once on this machine. On a cluster its processors say how many there are.
    Raises UsageError where Ray is not installed, no cluster runs, or the cluster cannot be used.
    """
    if name == "local":
        return Local(workers)
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
