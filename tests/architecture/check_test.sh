#!/usr/bin/env bash
# Shows that check.sh finds what it must and nothing else: in the fixture, exactly the lines with WRONG break a rule.
set -euo pipefail
cd "$(dirname "$0")"

if output=$(./check.sh fixture); then
    echo "check.sh found nothing wrong with the fixture"
    exit 1
fi
wanted=$(cd fixture && grep -rnoE WRONG . | sed -E 's|^\./||; s|:WRONG$||' | LC_ALL=C sort -u)
found=$(grep -oE '^[a-z_/]+\.[ch]pp:[0-9]+' <<<"$output" | LC_ALL=C sort -u)
if ! diff <(echo "$wanted") <(echo "$found"); then
    echo "lines with < were missed, lines with > break no rule"
    exit 1
fi
