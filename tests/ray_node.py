"""A node of the cluster of `tests.ray_cluster`: `python -m tests.ray_node NAME FOLDER CPUS [ADDRESS]`.

Not `ray start`: that takes another address than 127.0.0.1, and begins more than tests need. Without ADDRESS
it is the head. Its first line is the address of the cluster; then it lives as long as its
parent.
"""

import os
import signal
import socket
import sys
import time
from typing import Any

from ray._private import services
from ray._private.node import Node
from ray._private.parameter import RayParams

OBJECT_STORE_BYTES = 80_000_000

UP_SECONDS = 150.0
"""How long a node may take to be known to the head: two seconds, on a machine that has nothing else to do."""


def patient(*arguments: Any, **named: Any) -> Any:
    """As Ray looks whether a node is up, but for longer: it gives one up after half a minute however busy the
    machine is, and those who begin it again make that busier."""
    end = time.monotonic() + UP_SECONDS
    while True:
        try:
            return GET_NODE(*arguments, **named)
        except RuntimeError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


GET_NODE: Any = services.get_node


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def main() -> None:
    parent = os.getppid()
    services.get_node = patient
    name, folder, processors, *address = sys.argv[1:]
    parameters = RayParams(
        node_name=name,
        node_ip_address="127.0.0.1",
        temp_dir=folder,
        num_cpus=int(processors),
        num_gpus=0,
        object_store_memory=OBJECT_STORE_BYTES,
        include_dashboard=False,
        include_log_monitor=False,  # type: ignore[arg-type]  # all of Ray gives a bool
        no_monitor=True,
        min_worker_port=0,
        max_worker_port=0,
        # Ray would wait for its agents, seconds each, to learn what they chose; a port is the same to tests.
        runtime_env_agent_port=free_port(),
        metrics_agent_port=free_port(),
        metrics_export_port=free_port(),
        dashboard_agent_listen_port=free_port(),
        gcs_address=address[0] if address else None,
        gcs_server_port=None if address else 0,
    )
    node = Node(parameters, head=not address, shutdown_at_exit=False, spawn_reaper=False)
    print(node.gcs_address, flush=True)
    # Tests that are killed end nothing themselves.
    while os.getppid() == parent:
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
