#!/usr/bin/env python3
"""check_chain.py FILE [HEAD]: checks the chain of a store's log without batchstore, in Python alone.

Prints the head of the log, or the first entry that is wrong (exit code 1): one that does not follow, that is empty
though no act behind it says that it was pruned, or is not empty though one does. HEAD is one that was written down
earlier, as SEQ:DIGEST: the log must also pass through it. docs/audit.md says what that proves.
"""
import json
import sqlite3
import sys
from hashlib import sha256
from pathlib import Path


def netstring(value):
    text = value if isinstance(value, bytes) else str(value).encode()
    return b"%d:%s," % (len(text), text)


def opened(path):
    log = sqlite3.connect(Path(path).resolve().as_uri() + "?mode=ro", uri=True)
    log.text_factory = bytes
    return log


def check(path, since=None):
    head, passed, emptied, named = "0:" + bytes(32).hex(), [], set(), set()
    for count, (body, entry, digest, *said) in enumerate(opened(path).execute(
            "SELECT body, entry, digest, seq, ifnull(id, ''), observed_at_us, recorded_at_us, source, precedence, "
            "verdict FROM observations LEFT JOIN batches USING (batch_key) ORDER BY seq"), start=1):
        if body is not None:  # a pruned entry has only its digest left
            entry = sha256(b"".join(map(netstring, said)) + sha256(body).digest()).digest()
        before = bytes.fromhex(head.split(":")[1])
        if said[0] != count or sha256(before + entry).digest() != digest:
            return f"entry {said[0]}: was changed, or an entry before it was changed or removed", 1
        if body is None:
            emptied.add(count)
        elif said[-1] == b"pruned":  # an act says what was pruned before it
            for first, last in json.loads(body)["entries"]:
                named.update(range(first, min(last, count) + 1))
        passed += [head] if head == since else []
        head = f"{count}:{digest.hex()}"
    for wrong in sorted(emptied ^ named):
        return f"entry {wrong}: " + ("was emptied, and no act behind it says so" if wrong in emptied else
                                     "is not empty, and an act says that it was pruned"), 1
    return (head, 0) if since in (None, head, *passed) else (f"the log does not pass through {since}", 1)


if __name__ == "__main__":
    answer, exit_code = check(*sys.argv[1:])
    print(answer)
    sys.exit(exit_code)
