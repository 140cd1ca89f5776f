#!/bin/sh
# What a stay in the car park costs: sh tariff.sh MINUTES
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
for part in "$here"/src/*.sh; do
  . "$part"
done

# 1001/FR-004: wrong minutes end with 64.
check_minutes "${1:-}" || exit 64
receipt "$1"
