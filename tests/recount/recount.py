#!/usr/bin/env -S python3 -B
"""Recounts every number of a report from the batches alone, by rules of its own.

    recount.py TOOL

Makes batches, imports them, and holds what `report` and `stats` say of them against its own count: a number for which
there is no rule here fails, so nothing new goes unchecked. BATCHSTORE_TEST_SEED repeats the batches of a failure.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import first_screen
from asked import SOURCE, Lines, Question
from batches import OBSERVED_AT, Maker
from compare import differences
from money import Prices
from sections import expected_report, expected_statistics

COUNT = 3_000
MOST_SHOWN = 40
PRICES = str(Path(__file__).resolve().parent / "prices.json")
OCTOBER = (1_759_276_800, 1_761_955_200)  # 2025-10
IN_OCTOBER = ("--from", "2025-10", "--to", "2025-11")


class Tool:
    """The program that is tested, on a store in a folder."""

    def __init__(self, path, folder):
        self._path = Path(path).resolve()
        self._folder = folder

    def run(self, *arguments):
        done = subprocess.run([self._path, "--db", "batches.db", *arguments], cwd=self._folder, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        if done.returncode != 0:
            sys.exit(f"batchstore {' '.join(arguments)}: exit code {done.returncode}\n{done.stderr.decode()}")
        return done.stdout.decode()


def questions(prices):
    return [
        Question("all batches", [], by=["metadata.team", "model,month"], prices=prices),
        Question("October", IN_OCTOBER, OCTOBER, by=["metadata.team"], prices=prices),
        Question("team search", ["--metadata", "team=search"], by=["error_code", "metadata.run"],
                 holds=lambda batch: batch.metadata.get("team") == "search"),
        Question("October of one model", [*IN_OCTOBER, "--model", "gpt-5-2025-08-07"], OCTOBER,
                 holds=lambda batch: batch.model == "gpt-5-2025-08-07"),
    ]


def statistics_questions(prices):
    return [
        Question("stats by month", [], by=["month"]),
        Question("stats by status", [], by=["status"]),
        Question("stats by error_code and week", [], by=["error_code,week"]),
        Question("stats by model and team", IN_OCTOBER, OCTOBER, by=["model,metadata.team"], prices=prices),
    ]


def recounted(tool, lines, prices):
    """What is wrong, and the reports that were held against the batches."""
    wrong, reports = [], []
    for question in questions(prices):
        report = json.loads(tool.run("report", "--format", "json", *question.arguments(PRICES)))
        reports.append((question, report))
        expected = expected_report(lines, question, report)
        wrong += [f"{question.name}: {sentence}" for sentence in differences(report, expected, "")]
    for question in statistics_questions(prices):
        # `stats` calls the period of creation by other names than `report`.
        renamed = [option.replace("--from", "--created-from").replace("--to", "--created-to")
                   for option in question.arguments(PRICES)]
        statistics = json.loads(tool.run("stats", "--format", "json", *renamed))
        expected = expected_statistics(lines, question)
        wrong += [f"{question.name}: {sentence}" for sentence in differences(statistics, expected, "")]
    return wrong, reports


def would_notice(text, question, report):
    """Changes what is recounted but not what the tool saw: each change must be seen, or the test is blind."""
    wrong = []
    for name, change in (("a status", change_status), ("a number of tokens", change_tokens)):
        changed = Lines(change(text), OBSERVED_AT)
        changed_question = Question(question.name, question.options, question.period, by=[",".join(keys) for keys in
                                    question.by], prices=question.prices and Prices(PRICES))
        if not differences(report, expected_report(changed, changed_question, report), ""):
            wrong.append(f"the test itself: {name} was changed, and it did not notice")
    novel = json.loads(json.dumps(report))
    next(iter(novel["sections"]["status"]["tables"]["by_status"]["rows"]))["novel"] = 1
    expected = expected_report(Lines(text, OBSERVED_AT), question, report)
    if not any("nobody recounts" in sentence for sentence in differences(novel, expected, "")):
        wrong.append("the test itself: a column that nobody recounts was not noticed")
    return wrong


def change_status(text):
    """One batch of October did not complete but was cancelled, at the same time."""
    return change_one(text, lambda batch: batch["status"] == "completed", lambda batch: batch.update(
        status="cancelled", cancelled_at=batch.pop("completed_at")))


def change_tokens(text):
    return change_one(text, lambda batch: "reasoning_tokens" in batch.get("usage", {}).get("output_tokens_details", {}),
                      lambda batch: batch["usage"]["output_tokens_details"].update(reasoning_tokens=1))


def change_one(text, is_wanted, change):
    lines = text.splitlines()
    for place, line in enumerate(lines):
        batch = json.loads(line)
        if "id" in batch and OCTOBER[0] <= batch.get("created_at", 0) < OCTOBER[1] and is_wanted(batch):
            change(batch)
            lines[place] = json.dumps(batch)
            return "\n".join(lines)
    raise ValueError("no batch to change")


def checked(path, seed, folder):
    text = "".join(json.dumps(line) + "\n" for line in Maker(seed, COUNT).lines())
    (folder / "batches.jsonl").write_text(text, encoding="utf-8")
    tool = Tool(path, folder)
    tool.run("import", "batches.jsonl", "--source", SOURCE, "--observed-at", str(OBSERVED_AT))
    lines, prices = Lines(text, OBSERVED_AT), Prices(PRICES)
    wrong, reports = recounted(tool, lines, prices)
    for question, report in reports[:2]:
        wrong += first_screen.mistakes(tool, folder, question, report, question.batches(lines))
    wrong += first_screen.statistics_mistakes(tool, lines.batches)
    return wrong + would_notice(text, *reports[1])


def main(path):
    seed = int(os.environ.get("BATCHSTORE_TEST_SEED", random.SystemRandom().randrange(2**32)))
    print(f"BATCHSTORE_TEST_SEED={seed}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="batchstore-recount-") as folder:
        wrong = checked(path, seed, Path(folder))
    for sentence in wrong[:MOST_SHOWN]:
        print(sentence)
    print(f"{COUNT} batches, {len(wrong)} mistakes, {time.monotonic() - begun:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
