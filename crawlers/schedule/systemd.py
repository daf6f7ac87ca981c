"""A systemd service and its timer."""

from pathlib import Path

from crawlers.round.child import STOP_SECONDS
from crawlers.schedule.plan import EVERY_MINUTES, Plan

_STOP_SECONDS = round(STOP_SECONDS) + 30
"""A site may take `STOP_SECONDS` to end; half a minute more for the round itself."""


def service(plan: Plan) -> str:
    """The service: one round, with no more rights than it needs."""
    written = "\n".join(f"ReadWritePaths={_quoted(place)}" for place in plan.written)
    return f"""\
# Install as root; the folders must be there:
#
#   {plan.folders}
#   install -m 644 steppewire.service steppewire.timer /etc/systemd/system/
#   systemctl daemon-reload && systemctl enable --now steppewire.timer
[Unit]
Description=Steppewire: crawl the sites that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={plan.user}
WorkingDirectory={_escaped(plan.checkout)}
EnvironmentFile={_escaped(plan.environment_file)}
Environment=PYTHONDONTWRITEBYTECODE=1
ExecStart={_quoted(plan.python)} -m scrapy crawlall --due -j {plan.jobs} --logs {_quoted(plan.logs)}
# Told to stop, all is stored: the next round goes on from there.
SuccessExitStatus=5
TimeoutStartSec=infinity
# The round alone is told, and tells its sites.
KillMode=mixed
TimeoutStopSec={_STOP_SECONDS}
MemoryMax={plan.memory_mib}M
MemorySwapMax=0
TasksMax=2048
OOMPolicy=continue
UMask=0027

ProtectSystem=strict
ProtectHome=read-only
{written}
PrivateTmp=yes
PrivateDevices=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""


def timer() -> str:
    """The timer of the service."""
    return f"""\
[Unit]
Description=Steppewire: when the sites that are due are crawled

[Timer]
OnCalendar=*:0/{EVERY_MINUTES}
# Not every machine in the same second.
RandomizedDelaySec=60
AccuracySec=10
# A machine that was off catches up at once.
Persistent=true

[Install]
WantedBy=timers.target
"""


def _escaped(path: Path) -> str:
    """A path where a unit file takes one without quotes: % begins a specifier."""
    return str(path).replace("%", "%%")


def _quoted(path: Path) -> str:
    """A path in a list of words."""
    return f'"{_escaped(path)}"' if " " in str(path) else _escaped(path)
