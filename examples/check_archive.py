#!/usr/bin/env python3
"""check_archive.py FILE ARCHIVE: proves without batchstore that an archive is what was pruned from a store.

Each entry of the archive must be the one that the store's log has, or had, at its place: its digest must follow from
what the archive says and the entry before it. check_chain.py proves that log itself.
"""
import gzip
import json
import sys
from hashlib import sha256

from check_chain import netstring, opened

SAID = ("seq", "id", "observed_at_us", "recorded_at_us", "source", "precedence", "verdict")


def check(path, archive):
    log, count = opened(path), 0
    with (gzip.open if archive.endswith(".gz") else open)(archive, "rb") as lines:
        for count, entry in enumerate(map(json.loads, lines), start=1):
            digest = sha256(b"".join(netstring(entry[name]) for name in SAID) + sha256(entry["body"].encode()).digest())
            rows = dict(log.execute("SELECT seq, digest FROM observations WHERE seq IN (?, ?)",
                                    (entry["seq"] - 1, entry["seq"])))
            before = rows.get(entry["seq"] - 1, bytes(32))
            if sha256(before + digest.digest()).digest() != rows.get(entry["seq"]):
                return f"entry {entry['seq']}: is not what the log had there", 1
    return f"{count} entries are what the log had", 0


if __name__ == "__main__":
    answer, exit_code = check(*sys.argv[1:])
    print(answer)
    sys.exit(exit_code)
