#!/bin/sh
# Checks one code with curl: check.sh CODE. SITE, TOKEN, MATTER and PURPOSE come from the environment.
set -eu
curl --silent --show-error --fail-with-body --max-time 10 --retry 5 "$SITE/api/v1/checks" \
    --header "Authorization: Bearer $TOKEN" \
    --header "Content-Type: application/json" \
    --header "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
    --data "{\"matter\": \"$MATTER\", \"purpose\": \"$PURPOSE\", \"queries\": {\"1\": {\"code\": \"$1\"}}}"
