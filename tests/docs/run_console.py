#!/usr/bin/env python3
"""Runs what the ```console blocks of a document show, and compares.

    run_console.py BATCHSTORE DOCUMENT      UPDATE=1 run_console.py …   writes what is printed into the document

A line that begins with `$ ` is a command (one that ends with `\\` goes on in the next line), what follows is what it
prints. All blocks of a document run in one shell, in an empty folder in which `examples` is ours. Digests differ from run
to run, as they cover the time of recording, and sizes from one SQLite to the next: only that there is one is compared.
"""
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

MARK = "\x01next\x01\n"
BLOCK = re.compile(r"^```console\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


def steps(document):
    """The commands of a document, each with what it shall print."""
    found = []
    for block in BLOCK.findall(document):
        goes_on = False
        for line in block.splitlines(keepends=True):
            if goes_on or line.startswith("$ "):
                if goes_on:
                    found[-1][0] += line
                else:
                    found.append([line[2:], ""])
                goes_on = line.endswith("\\\n")
            else:
                found[-1][1] += line
    return found


def run(commands, tool):
    """What each command prints, on both streams."""
    script = "mark() { local code=$?; printf '\\001next\\001\\n'; return $code; }\nexec 2>&1\n"
    script += "".join(f"{command}mark\n" for command in commands)
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(Path(__file__).resolve().parents[2] / "examples", Path(folder) / "examples")
        os.mkdir(Path(folder) / "bin")
        os.symlink(Path(tool).resolve(), Path(folder) / "bin/batchstore")
        env = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": folder,
               "PYTHONDONTWRITEBYTECODE": "1"}
        shell = subprocess.run(["bash", "-c", script], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, check=False)
    return shell.stdout.decode().split(MARK)


def masked(text):
    return re.sub(r"[0-9,]+ bytes", "N bytes", re.sub(r"\b[0-9a-f]{64}\b", "DIGEST", text))


def shown(commands, outputs):
    return "".join(f"$ {command}{output}" for command, output in zip(commands, outputs))


def renewed(document, outputs):
    """The document, with what was printed."""
    rest = iter(outputs)

    def renew(block):
        commands = [command for command, _ in steps(block[0])]
        return f"```console\n{shown(commands, [next(rest) for _ in commands])}```\n"

    return BLOCK.sub(renew, document)


def main(tool, path):
    document = Path(path).read_text(encoding="utf-8")
    wanted = steps(document)
    commands = [command for command, _ in wanted]
    printed = run(commands, tool)
    if not wanted or len(printed) != len(wanted) + 1:
        sys.exit(f"{path}: has no console block, or one of its commands ends the shell")
    if os.environ.get("UPDATE") == "1":
        Path(path).write_text(renewed(document, printed), encoding="utf-8")
        return
    expected = shown(commands, [masked(output) for _, output in wanted]).splitlines(True)
    got = shown(commands, map(masked, printed)).splitlines(True)
    sys.stdout.writelines(difflib.unified_diff(expected, got, path, "what was printed"))
    sys.exit(expected != got)


if __name__ == "__main__":
    main(*sys.argv[1:])
