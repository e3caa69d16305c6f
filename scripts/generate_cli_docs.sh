#!/usr/bin/env bash
# generate_cli_docs.sh [--check] [BATCHSTORE]: writes docs/cli.md from what the tool's --help says, or only tells whether
# it is up to date. BATCHSTORE is the program [build/dev/bin/batchstore].
set -euo pipefail
cd "$(dirname "$0")/.."

check=0
if [[ ${1:-} == --check ]]; then
    check=1
    shift
fi
tool=${1:-build/dev/bin/batchstore}
document=docs/cli.md

# The help of a command, or of the whole tool, as it is printed.
help_of() {
    printf '```text\n'
    "$tool" "$@" --help
    printf '```\n'
}

commands() {
    "$tool" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

write_document() {
    echo '# The command line'
    echo
    # shellcheck disable=SC2016  # Markdown, not commands
    echo 'Written by `scripts/generate_cli_docs.sh` from the help of the tool; not to be edited by hand.'
    echo
    help_of
    for command in $(commands); do
        printf '\n## %s\n\n' "$command"
        help_of "$command"
    done
}

if [[ $(commands) == "" ]]; then
    echo "generate_cli_docs.sh: $tool lists no commands" >&2
    exit 1
fi
text=$(write_document)
if [[ $check == 0 ]]; then
    echo "$text" >"$document"
elif ! diff -u --label "$document" --label "what --help says" "$document" - <<<"$text"; then
    echo "$document is out of date; build, then run scripts/generate_cli_docs.sh" >&2
    exit 1
fi
