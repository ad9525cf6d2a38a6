#!/usr/bin/env bash
# Succeeds when the service in this container says that it is ready.
# Uses bash alone: not every tag of the base image has curl or wget.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:-8080}"
printf 'GET /q/health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
IFS= read -r -t 3 status <&3
[[ $status == "HTTP/1.1 200 "* ]]
