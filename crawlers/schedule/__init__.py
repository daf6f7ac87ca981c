"""Schedules that install: fragments for cron, systemd and Kubernetes (`scrapy schedule`)."""
