"""A node of the cluster of `tests.ray_cluster`: `python -m tests.ray_node NAME FOLDER CPUS [ADDRESS]`.

Not `ray start`: that takes another address than 127.0.0.1, and begins more than tests need. Without ADDRESS
it is the head. Its first line is the address of the cluster; then it lives as long as its
parent.
"""

import os
import signal
import sys
import time

from ray._private.node import Node
from ray._private.parameter import RayParams

OBJECT_STORE_BYTES = 80_000_000


def main() -> None:
    parent = os.getppid()
    name, folder, processors, *address = sys.argv[1:]
    parameters = RayParams(
        node_name=name,
        node_ip_address="127.0.0.1",
        temp_dir=folder,
        num_cpus=int(processors),
        num_gpus=0,
        object_store_memory=OBJECT_STORE_BYTES,
        include_dashboard=False,
        no_monitor=True,
        min_worker_port=0,
        max_worker_port=0,
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
