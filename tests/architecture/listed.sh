#!/usr/bin/env bash
# listed.sh ROOT: prints each source that no CMakeLists.txt of its folder or of one above names, and fails if any is
# forgotten so. Such a file is not compiled, and such a test never runs.
set -euo pipefail
cd "$1"

failed=0
while read -r source; do
    folder=$(dirname "$source")
    until [[ -e $folder/CMakeLists.txt ]] && grep -qwF -- "${source#"$folder"/}" "$folder/CMakeLists.txt"; do
        if [[ $folder == . ]]; then
            echo "$source is in no CMakeLists.txt"
            failed=1
            break
        fi
        folder=$(dirname "$folder")
    done
done < <(find src tools tests fuzz -name fixture -prune -o -name '*.cpp' -print | LC_ALL=C sort)
exit $failed
