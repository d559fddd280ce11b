#!/bin/sh
# Creates and upgrades the two databases of Temporal. May run any number of times; nothing is ever reset.
# The tool reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  schema=postgresql/v12/${pair##*:}
  temporal-sql-tool --database "$database" create
  # A set-up would take an upgraded database back to version 0, and an upgrade works only on one that is set up: so the
  # upgrade comes first, and the set-up runs only where it cannot. That is once.
  if ! temporal-sql-tool --database "$database" update-schema --schema-name "$schema"; then
    temporal-sql-tool --database "$database" setup-schema --version 0.0
    temporal-sql-tool --database "$database" update-schema --schema-name "$schema"
  fi
done
