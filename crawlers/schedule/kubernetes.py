"""A CronJob for each shard, with the volume that its ledgers are on."""

import json

from crawlers.round.child import STOP_SECONDS
from crawlers.schedule.plan import EVERY_MINUTES, MEMORY_BASE_MIB, MEMORY_SITE_MIB, Plan

_ROUND_SECONDS = 3 * 3600
"""A round that takes longer is told to stop: with half an hour a site at most, 4 at a time, that is 24 sites
which use all of their time."""

_JOBS = 4
"""Sites at a time in a pod: what its memory is for, whatever machine this is written on."""

_CONTAINER_USER = 10001
"""As in the Dockerfile."""


def manifest(plan: Plan) -> str:
    """The manifest. Settings and secrets come from the Secret `steppewire`."""
    head = """\
# Steppewire: crawl the sites that are due. Settings and secrets first, from a file of NAME=VALUE lines:
#
#   kubectl create secret generic steppewire --from-env-file=steppewire.env
#   kubectl apply -f steppewire.yaml
#
# NEWS_STORE_URL must name a bucket: the shards share it.
"""
    return head + "".join(_shard(plan, number) for number in range(1, plan.shards + 1))


def _shard(plan: Plan, number: int) -> str:
    name = f"steppewire-{number}"
    args = ["crawlall", "--due", "-j", str(_JOBS), "--logs", "-", "--shard", f"{number}/{plan.shards}"]
    # Minutes apart, so that shards do not begin in the same second.
    first = (number - 1) % EVERY_MINUTES
    gibibytes = (MEMORY_BASE_MIB + _JOBS * MEMORY_SITE_MIB) // 1024
    return f"""\
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {name}-ledger
  labels: {{app.kubernetes.io/name: steppewire}}
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 10Gi
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {name}
  labels: {{app.kubernetes.io/name: steppewire}}
spec:
  schedule: "{first}-59/{EVERY_MINUTES} * * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 300
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      # The next round is the second try.
      backoffLimit: 0
      activeDeadlineSeconds: {_ROUND_SECONDS}
      template:
        metadata:
          labels: {{app.kubernetes.io/name: steppewire}}
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: {round(STOP_SECONDS) + 30}
          automountServiceAccountToken: false
          securityContext:
            runAsNonRoot: true
            runAsUser: {_CONTAINER_USER}
            runAsGroup: {_CONTAINER_USER}
            fsGroup: {_CONTAINER_USER}
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: crawl
              image: {json.dumps(plan.image)}
              args: {json.dumps(args)}
              envFrom:
                - secretRef:
                    name: steppewire
              env:
                - name: NEWS_LEDGER_DIR
                  value: /ledger
              resources:
                requests:
                  cpu: 500m
                  memory: 1536Mi
                limits:
                  memory: {gibibytes}Gi
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities:
                  drop: [ALL]
              volumeMounts:
                - name: ledger
                  mountPath: /ledger
                - name: tmp
                  mountPath: /tmp
          volumes:
            - name: ledger
              persistentVolumeClaim:
                claimName: {name}-ledger
            - name: tmp
              emptyDir:
                sizeLimit: 1Gi
"""
