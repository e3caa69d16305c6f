"""What a report was asked for, and the batches that it is about."""
import json

from batch import Batch


class Lines:
    """The lines that were imported: batches, and that servers no longer know some. As of a time: those said by then."""

    def __init__(self, text, observed_at, as_of=None):
        said = [json.loads(line) for line in text.splitlines()]
        said = [line for line in said if as_of is None or line.get("observed_at", observed_at) <= as_of]
        self.as_of = as_of
        self.absences = {line["absent"]: line for line in said if "absent" in line}
        self.batches = [Batch(line) for line in said if "absent" not in line]
        for batch in self.batches:
            batch.absent = batch.id in self.absences
        self.entries = len(said)
        self.observed_at = observed_at
        last_look = max([observed_at, *(line["observed_at"] for line in self.absences.values())])
        self.known_at = last_look if as_of is None else as_of

    def last_look(self, batch):
        """When a batch was last looked at, and by whom."""
        absence = self.absences.get(batch.id)
        return (absence["observed_at"], absence["source"]) if absence else (self.observed_at, SOURCE)


SOURCE = "poller"


class Question:
    """A report's options: batches of which period (from is in it, to is not; None: to has no end), for which `holds`.

    `title` are the numbers in the title of the report.
    """

    def __init__(self, name, options, period=None, title=(), holds=lambda batch: True, by=(), prices=None):
        self.name = name
        self.options = list(options)
        self.period = period
        self.title = title
        self.by = [keys.split(",") for keys in by]
        self.prices = prices
        self._holds = holds

    def arguments(self, prices_path):
        arguments = list(self.options)
        for keys in self.by:
            arguments += ["--by", ",".join(keys)]
        return arguments + (["--prices", prices_path] if self.prices else [])

    def batches(self, lines):
        return self._in_period(lines, self.period)

    def batches_before(self, lines):
        """Of the period of the same length before."""
        return self._in_period(lines, self.period_before(lines))

    def period_before(self, lines):
        """Nothing is known of what lies behind the last look, so that counts for neither period."""
        begin, end = self.period
        known = lines.known_at + 1
        end = known if end is None else min(end, known)
        return (begin - (end - begin), begin)

    def _in_period(self, lines, period):
        return [batch for batch in lines.batches if self._holds(batch) and (
            period is None or (batch.created_at is not None and period[0] <= batch.created_at
                               and (period[1] is None or batch.created_at < period[1])))]
