#!/usr/bin/env python3
"""check_archive.py FILE ARCHIVE: proves without batchstore that an archive is what was pruned from a store.

Each entry of the archive must be the one that the store's log has, or had, at its place: its digest must follow from
what the archive says and the entry before it. Which acts in the log name this archive is told too. A dump of the log,
with its acts and with entries that are empty, is proven the same way. check_chain.py proves the store's log itself.
"""
import gzip
import json
import sys
from hashlib import sha256
from pathlib import Path

from check_chain import netstring, opened

SAID = ("seq", "id", "observed_at_us", "recorded_at_us", "source", "precedence", "verdict")


def digest_of(entry):
    if "entry" in entry:  # of a pruned one that is all there is
        return bytes.fromhex(entry["entry"])
    return sha256(b"".join(netstring(entry[name]) for name in SAID) + sha256(entry["body"].encode()).digest()).digest()


def check(path, archive):
    log, count = opened(path), 0
    with (gzip.open if archive.endswith(".gz") else open)(archive, "rb") as lines:
        for count, entry in enumerate(map(json.loads, lines), start=1):
            digest = digest_of(entry)
            rows = dict(log.execute("SELECT seq, digest FROM observations WHERE seq IN (?, ?)",
                                    (entry["seq"] - 1, entry["seq"])))
            before = rows.get(entry["seq"] - 1, bytes(32))
            if sha256(before + digest).digest() != rows.get(entry["seq"]):
                return f"entry {entry['seq']}: is not what the log had there", 1
    file = sha256(Path(archive).read_bytes()).hexdigest()
    acts = [seq for seq, body in log.execute("SELECT seq, body FROM observations WHERE verdict = 'pruned' ORDER BY seq")
            if json.loads(body).get("archive_sha256") == file]
    named = f"; pruned into this file, says entry {', '.join(map(str, acts))}" if acts else ""
    return f"{count} entries are what the log had{named}", 0


if __name__ == "__main__":
    answer, exit_code = check(*sys.argv[1:])
    print(answer)
    sys.exit(exit_code)
