#!/usr/bin/env python3
"""check_evidence.py [HEAD...]: checks what `batchstore evidence` wrote, in Python alone.

In the folder it is check.py, and checks the folder in which it lies: that the files are those that SHA256SUMS lists, and that
the log with the head in head.txt has the answers in answers.jsonl. Each HEAD is one of this log that was written down
elsewhere, as SEQ:DIGEST: only then is it sure whose log that is. Prints what is wrong and exits with 1, or ends with "ok".
README.txt in the folder, or docs/audit.md, says what that proves. --folder names another folder.
"""
import argparse
import json
import re
import sys
from hashlib import sha256
from pathlib import Path

SUMS = "SHA256SUMS"
FILES = {"README.txt", "answers.jsonl", "chain.txt", "check.py", "head.txt", "report.html", "report.txt"}
SAID = ("seq", "id", "observed_at_us", "recorded_at_us", "source", "precedence", "verdict")
NUMBERS = {"seq", "observed_at_us", "recorded_at_us"}
HEAD = re.compile(r"(0|[1-9][0-9]*):([0-9a-f]{64})")


class Wrong(Exception):
    """Says what is wrong."""


def netstring(value):
    text = str(value).encode()
    return b"%d:%s," % (len(text), text)


def file_digest(path):
    digest = sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


def check_sums(folder, kept):
    """Yields what is wrong with the files, and prints the digest of their list."""
    listed, digest = {}, file_digest(folder / SUMS)
    if kept is None:
        print(f"{SUMS} has the SHA-256 {digest}")
    elif digest != kept:
        yield f"{SUMS}: is not the one that has the SHA-256 {kept}"
    for line in (folder / SUMS).read_text().splitlines():
        digest, gap, name = line.partition("  ")
        if not gap or not re.fullmatch("[0-9a-f]{64}", digest) or name in listed:
            raise Wrong(f"{SUMS}: has a line that is none of it: {line!r}")
        listed[name] = digest
    there = {path.name for path in folder.iterdir()} - {SUMS}
    for name in sorted(FILES | there | set(listed)):
        if name not in there:
            yield f"{name}: is missing"
        elif name not in FILES:
            yield f"{name}: is no part of evidence"
        elif name not in listed:
            yield f"{name}: is not listed in {SUMS}"
        elif not (folder / name).is_file() or file_digest(folder / name) != listed[name]:
            yield f"{name}: is not the file that {SUMS} lists"


def answers(path):
    """Yields seq, id, digest of the entry, and digest of the log, of each answer."""
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                pairs = json.loads(line, object_pairs_hook=tuple)
                entry = dict(pairs)
                typed = all(type(entry[name]) is (int if name in NUMBERS else str) for name in entry)
                if tuple(name for name, _ in pairs) != (*SAID, "body", "digest") or not typed:
                    raise ValueError
                said = b"".join(netstring(entry[name]) for name in SAID) + sha256(entry["body"].encode()).digest()
                yield entry["seq"], entry["id"], sha256(said).digest(), bytes.fromhex(entry["digest"])
            except (TypeError, ValueError):
                raise Wrong(f"{path.name}, line {number}: is no entry of a log") from None


class Chain:
    """The way from the head before the first answer to the last head."""

    def __init__(self, folder):
        self.folder, self.ids, self.answers = folder, set(), 0
        self.lines = open(folder / "chain.txt", encoding="ascii")
        begin = HEAD.fullmatch(self.lines.readline().rstrip("\n"))
        if not begin:
            raise Wrong("chain.txt: does not begin with a head")
        self.begin = self.seq = int(begin[1])
        self.digest = bytes.fromhex(begin[2])

    def heads(self):
        """Yields each head on the way, computed from the one before it."""
        yield self.head()
        said = answers(self.folder / "answers.jsonl")
        for line in self.lines:
            self.seq += 1
            self.digest = sha256(self.digest + self.entry(line.rstrip("\n"), said)).digest()
            if line == "answer\n" and self.digest != self.expected:
                raise Wrong(f"entry {self.seq}: the answer is not what the log has there, or an entry before it was "
                            "changed, added or left out of chain.txt")
            yield self.head()
        for seq, *_ in said:
            raise Wrong(f"answers.jsonl: entry {seq}: chain.txt does not say that it is here")

    def entry(self, line, said):
        if line != "answer":
            if not re.fullmatch("[0-9a-f]{64}", line):
                raise Wrong(f"chain.txt: entry {self.seq}: is neither an answer nor a digest")
            return bytes.fromhex(line)
        seq, batch, entry, self.expected = next(said, (None, None, None, None))
        if seq != self.seq:
            raise Wrong(f"entry {self.seq}: chain.txt says that its answer is here, and answers.jsonl has " +
                        ("none" if seq is None else f"entry {seq} there"))
        self.ids.add(batch)
        self.answers += 1
        return entry

    def head(self):
        return f"{self.seq}:{self.digest.hex()}"


def check_chain(folder, wanted):
    """Yields what is wrong with the answers, the chain and the heads, and prints what is right."""
    chain, passed = Chain(folder), {}
    seqs_wanted = {int(head.split(":")[0]) for head in wanted}
    for head in chain.heads():
        if chain.seq in seqs_wanted:
            passed[head] = chain.answers
    told = (folder / "head.txt").read_text().rstrip("\n")
    if chain.head() == told:
        print(f"answers: {chain.answers}, batches: {len(chain.ids)}; they lead to the head {told}")
    else:
        yield f"chain.txt leads to {chain.head()}, and head.txt says {told}: one of them was changed"
    for head in wanted:
        seq = int(head.split(":")[0])
        if not chain.begin <= seq <= chain.seq:
            yield f"{head}: is not between entries {chain.begin} and {chain.seq}, and cannot be held against this folder"
        elif head not in passed:
            yield f"{head}: is no head of this log"
        else:
            print(f"{passed[head]} of {chain.answers} answers are in the log with the head {head}")
    if not wanted:
        print("no head from elsewhere was given: that this is the log that is meant was not checked")


def problems_of(check):
    try:
        yield from check
    except Wrong as wrong:
        yield str(wrong)
    except (OSError, UnicodeDecodeError) as error:
        yield f"{Path(getattr(error, 'filename', None) or 'a file').name}: cannot be read"


def head_typed(text):
    if not HEAD.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a head (SEQ:DIGEST)")
    return text


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Checks what batchstore evidence wrote.")
    parser.add_argument("--folder", type=Path, default=Path(__file__).resolve().parent, help="[where this script lies]")
    parser.add_argument("--sums", metavar="SHA256", help="the SHA-256 of SHA256SUMS, as batchstore evidence printed it")
    parser.add_argument("heads", metavar="HEAD", nargs="*", type=head_typed, help="SEQ:DIGEST, kept elsewhere")
    typed = parser.parse_args()
    problems = [*problems_of(check_sums(typed.folder, typed.sums)), *problems_of(check_chain(typed.folder, typed.heads))]
    for problem in problems:
        print(problem)
    print(f"not ok: problems found: {len(problems)}" if problems else "ok")
    sys.exit(1 if problems else 0)
