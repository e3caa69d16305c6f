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
from batches import ABSENT_AT, OBSERVED_AT, Maker
from blindness import blind_spots, with_other_numbers
from compare import differences
from money import Prices
from sections import expected_report, expected_statistics

COUNT = 3_000
MOST_SHOWN = 40
PRICES = str(Path(__file__).resolve().parent / "prices.json")
OCTOBER = (1_759_276_800, 1_761_955_200)  # 2025-10
IN_OCTOBER = ("--from", "2025-10", "--to", "2025-11")
IN_STATS = {"--from": "--created-from", "--to": "--created-to"}  # what `stats` calls the options of `report`


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
        Question("October", IN_OCTOBER, OCTOBER, ["2025"], by=["metadata.team"], prices=prices),
        Question("team search", ["--metadata", "team=search"], by=["error_code", "metadata.run"],
                 holds=lambda batch: batch.metadata.get("team") == "search"),
        Question("one model since a day", ["--from", "2025-10-20", "--model", "gpt-5-2025-08-07"],
                 (1_760_918_400, None), ["2025-10-20"], holds=lambda batch: batch.model == "gpt-5-2025-08-07"),
    ]


def statistics_questions(prices):
    return [
        Question("stats by month", [], by=["month"]),
        Question("stats by status", [], by=["status"]),
        Question("stats by error_code and week", [], by=["error_code,week"]),
        Question("stats by model and team", IN_OCTOBER, OCTOBER, by=["model,metadata.team"], prices=prices),
    ]


def recounted_reports(tool, lines, before, prices):
    """What is wrong, and the reports that were held against the batches; `before` are those as of a past time."""
    wrong, reports = [], []
    past = Question("in the past", ["--as-of", str(before.as_of)])
    for question, known in [*((question, lines) for question in questions(prices)), (past, before)]:
        report = json.loads(tool.run("report", "--format", "json", *question.arguments(PRICES)))
        reports.append((question, report))
        expected = expected_report(known, question, report)
        wrong += [f"{question.name}: {sentence}" for sentence in differences(report, expected, "")]
    return wrong, reports


def recounted_statistics(tool, lines, prices):
    wrong = []
    for question in statistics_questions(prices):
        renamed = [IN_STATS.get(option, option) for option in question.arguments(PRICES)]
        statistics = json.loads(tool.run("stats", "--format", "json", *renamed))
        expected = expected_statistics(lines, question)
        wrong += [f"{question.name}: {sentence}" for sentence in differences(statistics, expected, "")]
    return wrong


def checked(path, seed, folder):
    text = "".join(json.dumps(line) + "\n" for line in Maker(seed, COUNT).lines())
    (folder / "batches.jsonl").write_text(text, encoding="utf-8")
    tool = Tool(path, folder)
    tool.run("import", "batches.jsonl", "--source", SOURCE, "--observed-at", str(OBSERVED_AT))
    lines, prices = Lines(text, OBSERVED_AT), Prices(PRICES)
    before = Lines(text, OBSERVED_AT, as_of=ABSENT_AT - 60)
    wrong, reports = recounted_reports(tool, lines, before, prices)
    print(f"{sum(with_other_numbers(report)[1] for _, report in reports):,} numbers in {len(reports)} reports")
    wrong += recounted_statistics(tool, lines, prices)
    for question, report in reports[:2]:
        wrong += first_screen.mistakes(tool, folder, question, report, question.batches(lines))
    wrong += first_screen.statistics_mistakes(tool, lines.batches)
    return wrong + blind_spots(text, lines, *reports[1])


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
