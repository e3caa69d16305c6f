"""Whether somebody who opens a report sees first that batches failed on some days, and how many."""
import csv
import html
import io
import re

from batches import INCIDENT, BEGIN, DAY
from batch import period_of
from compare import numbers_in
from incidents import find_incidents

LINES = 24  # of a terminal


def incident_of(batches):
    """The one that the batches were made with; None: it is not to be found in them."""
    days = {period_of("day", BEGIN + day * DAY) for day in INCIDENT}
    found = [incident for incident in find_incidents(batches) if incident.first in days and incident.last in days]
    return max(found, key=lambda incident: incident.failed, default=None)


def tells(text, incident):
    """Whether the days and the counts stand in a text, one behind the other."""
    days = [incident.first] if incident.first == incident.last else [incident.first, incident.last]
    wanted = [*days, f"{incident.failed:,}", f"{incident.ended:,}"]
    numbers = numbers_in(text)
    return any(numbers[at:at + len(wanted)] == wanted for at in range(len(numbers)))


def first_lines(text):
    return "\n".join(text.splitlines()[:LINES])


def told_first_in_json(report):
    """The first notice of the first section, if it is of an incident and stands before all tables."""
    section = next(iter(report["sections"].values()))
    names = list(section)
    if "notices" not in names or "tables" in names[:names.index("notices")]:
        return ""
    first = section["notices"][0]
    return first["text"] if first["name"] == "incident" else ""


def told_first_in_csv(text):
    first = next(csv.DictReader(io.StringIO(text)))
    return first["text"] if first["name"] == "incident" else ""


def before_tables_in_html(text):
    body = text.partition("</head>")[2].partition("<table")[0]
    return html.unescape(re.sub(r"<[^>]*>", " ", body))


def mistakes(tool, folder, question, report, batches):
    incident = incident_of(batches)
    if incident is None:
        return [f"{question.name}: these batches have no incident to be seen"]
    screens = {
        "text": first_lines(tool.run("report", "--format", "text", *question.options)),
        "Markdown": first_lines(tool.run("report", "--format", "markdown", *question.options)),
        "JSON": told_first_in_json(report),
        "CSV": told_first_in_csv(csv_notices(tool, folder, question)),
        "HTML": before_tables_in_html(tool.run("report", "--format", "html", *question.options)),
    }
    return [f"{question.name}: the first screen of {form} does not tell that from {incident.first} to {incident.last} "
            f"{incident.failed} of {incident.ended} batches failed" for form, screen in screens.items()
            if not tells(screen, incident)]


def csv_notices(tool, folder, question):
    tables = folder / question.name.replace(" ", "-")
    tool.run("report", "--format", "csv", "--output", f"{tables}/", *question.options)
    return (tables / "overview_notices.csv").read_text(encoding="utf-8")


def statistics_mistakes(tool, batches):
    """Whether the tables of `stats`, as people see them, tell how many batches failed."""
    wrong = []
    for key in ("status", "month"):
        header, *rows = tool.run("stats", "--by", key, "--format", "table").splitlines()
        title = re.search("FAILED BATCHES", header)
        if title is None:
            wrong.append(f"stats --by {key} does not show how many batches failed")
            continue
        for row in rows:
            value, shown = row.split()[0], row[:title.end()].split()[-1]
            wanted = None if value == "(none)" else value
            failed = sum(1 for batch in batches
                         if batch.failed and (value == "total" or wanted in batch.values_of(key)))
            if shown != f"{failed:,}":
                wrong.append(f"stats --by {key}: {value} has {shown} failed batches, recounted {failed}")
    return wrong
