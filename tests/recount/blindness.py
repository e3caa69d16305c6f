"""Whether the recount would notice: what was changed on one side only must be seen, or the test is blind."""
import json

from asked import Lines
from compare import NUMBER, differences, has_number
from sections import NOT_RECOUNTED, expected_report


def blind_spots(text, lines, question, report):
    """Of a report about batches in `text`; sentences, none if every change is noticed."""
    wrong = []
    for name, changed in (("a status", with_other_status(text)), ("a number of tokens", with_other_tokens(text))):
        if not differences(report, expected_report(Lines(changed, lines.observed_at), question, report), ""):
            wrong.append(f"the test itself: {name} of a batch was changed, and it did not notice")
    expected = expected_report(lines, question, report)
    other, changes = with_other_numbers(report)
    noticed = len(differences(other, expected, ""))
    if noticed != changes:
        wrong.append(f"the test itself: {changes} numbers of the report were changed, and it noticed {noticed}")
    novel = json.loads(json.dumps(report))
    novel["sections"]["status"]["tables"]["by_status"]["rows"][0]["novel"] = 1
    if not any("nobody recounts" in sentence for sentence in differences(novel, expected, "")):
        wrong.append("the test itself: a column that nobody recounts was not noticed")
    return wrong


def with_other_numbers(value, name=""):
    """The report with every number changed that is recounted, and how many those are."""
    if isinstance(value, dict):
        inner = {key: with_other_numbers(member, key) for key, member in value.items()}
        return {key: member for key, (member, _) in inner.items()}, sum(changes for _, changes in inner.values())
    if isinstance(value, list):
        inner = [with_other_numbers(item, name) for item in value]
        return [item for item, _ in inner], sum(changes for _, changes in inner)
    if name in NOT_RECOUNTED or (value is not None and not has_number(value)):
        return value, 0
    if isinstance(value, str):
        return NUMBER.sub(lambda number: number[0] + "1", value), 1
    return (value or 0) + 1, 1


def with_other_status(text):
    """One batch did not complete but was cancelled, at the same time."""
    return with_change(text, lambda batch: batch.get("status") == "completed", lambda batch: batch.update(
        status="cancelled", cancelled_at=batch.pop("completed_at")))


def with_other_tokens(text):
    return with_change(text, lambda batch: "output_tokens" in batch.get("usage", {}),
                       lambda batch: batch["usage"].update(output_tokens=batch["usage"]["output_tokens"] + 1))


def with_change(text, is_wanted, change):
    """Changes the last batch that is wanted."""
    lines = text.splitlines()
    for place in range(len(lines) - 1, -1, -1):
        batch = json.loads(lines[place])
        if "created_at" in batch and is_wanted(batch):
            change(batch)
            return "\n".join([*lines[:place], json.dumps(batch), *lines[place + 1:]])
    raise ValueError("no batch to change")
