"""The first section: its facts, its notices and what changed most."""
import datetime

from batch import DAY
from compare import Row, Said, percent
from figures import Figures, grouped
from incidents import find_incidents
from money import exact_text

MOST_VALUES = 50  # of a key; one with more names single batches
MOST_EACH = 3


def overview(lines, question, batches):
    prices = question.prices
    section = {"facts": Row({}, Figures(batches, prices=prices))}
    if question.period is not None:
        before = question.batches_before(lines)
        begin, end = question.period_before(lines)
        section["explanation"] = Said(*length_of(end - begin), time_of(begin))
        section["before"] = Row({}, Figures(before, prices=prices))
        section["tables"] = {"changes": {"rows": changes(batches, before, prices)}}
    found = notices(batches, lines.known_at)
    if found:
        section["notices"] = found
    return section


def length_of(seconds):
    """`31` (days), or `12d 13h 00m 01s`."""
    if seconds % DAY == 0:
        return [seconds // DAY]
    return f"{seconds // DAY}d {seconds // 3600 % 24:02}h {seconds // 60 % 60:02}m {seconds % 60:02}s".split()


def time_of(seconds):
    """`2025-10-01`, and with its time if it is not midnight."""
    time = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return time.strftime("%Y-%m-%d" if seconds % DAY == 0 else "%Y-%m-%dT%H:%M:%SZ")


def notices(batches, now):
    """The weightiest first, of equal ones the one about more batches."""
    weighed = [(0, incident_notice(incident, batches)) for incident in find_incidents(batches)]
    weighed += [(2, found) for found in failure_notices(batches)]
    for weight, oddity, section in ((1, "ended_late", "missed_deadlines"), (1, "expired", "missed_deadlines"),
                                    (4, "overdue", "missed_deadlines"),
                                    (3, "completed_without_output", "nothing_to_show"),
                                    (3, "all_requests_failed", "nothing_to_show"),
                                    (5, "stopped_with_output", "early_results"), (6, "absent", "absent")):
        count = sum(1 for batch in batches if oddity in batch.oddities(now))
        if count:
            weighed.append((weight, notice(oddity, section, count, Said(count))))
    return [found for _, found in sorted(weighed, key=lambda one: (one[0], -one[1]["batches"]))]


def notice(name, section, batches, text):
    return {"name": name, "section": section, "batches": batches, "text": text}


def incident_notice(incident, batches):
    days = [incident.first] if incident.first == incident.last else [incident.first, incident.last]
    numbers = [*days, incident.failed, incident.ended, percent(incident.failed / incident.ended),
               percent(incident.usual)]
    codes = codes_of([batch for batch in batches if batch.failed and incident.holds(batch)])
    codes = [(code, members) for code, members in codes if code is not None]
    parts = []
    if codes:
        code, members = codes[0]
        numbers.append(len(members))
        parts.append(f"{code} ({len(members):,})")
    return notice("incident", "activity", incident.failed, Said(*numbers, parts=parts))


def codes_of(batches):
    """Error codes with their batches: most batches first, then by code, none given before all."""
    groups = grouped(batches, ["error_code"])
    return sorted(((values[0], members) for values, members in groups),
                  key=lambda group: (-len(group[1]), group[0] is not None, group[0] or ""))


def failure_notices(batches):
    failed = [batch for batch in batches if batch.errors or batch.failed]
    if not failed:
        return []
    first = codes_of(failed)[:3]
    parts = [f"{code or 'without a code'} ({len(members):,})" for code, members in first]
    text = Said(len(failed), *(len(members) for _, members in first), parts=parts)
    return [notice("failures", "failures", len(failed), text)]


class Change:
    """Batches with one value of a key, in both periods."""

    def __init__(self, key, value, now, before, prices):
        self._key, self._value, self._prices = key, value, prices
        self.now, self.before = (Figures([batch for batch in batches if value in batch.values_of(key)], prices=prices)
                                 for batches in (now, before))

    def holds_nearly_all_of(self, now, before):
        return 10 * len(self.now.batches) >= 9 * len(now) and 10 * len(self.before.batches) >= 9 * len(before)

    def apart(self, kind):
        if kind == "cost":
            return abs(self.now.amount() - self.before.amount()) if self._prices else 0
        return abs(self.now[kind] - self.before[kind])

    def row(self):
        row = {"key": self._key, "value": self._value}
        for name in ("batches_failed", "batches", *(["cost"] if self._prices else [])):
            for suffix, figures in (("_before", self.before), ("", self.now)):
                without = name == "cost" and not figures.batches
                row[name + suffix] = exact_text(0) if without else figures[name]
        return Row(row)


def changes(now, before, prices):
    """Those whose failed batches changed most, then those whose number of batches, then those whose cost did; none
    twice. What changed as much stands in the order of key and value."""
    groups = [Change(key, value, now, before, prices) for key, values in values_by_key(now + before)
              for value in values]
    groups = [group for group in groups if not group.holds_nearly_all_of(now, before)]
    chosen = []
    for kind in ("batches_failed", "batches", "cost"):
        ordered = sorted(groups, key=lambda group, by=kind: -group.apart(by))
        chosen += [group for group in ordered[:MOST_EACH] if group.apart(kind) > 0 and group not in chosen]
    return [group.row() for group in chosen]


def values_by_key(batches):
    values = {}
    for batch in batches:
        if batch.model is not None:
            values.setdefault("model", set()).add(batch.model)
        for key, value in batch.metadata.items():
            values.setdefault(f"metadata.{key}", set()).add(value)
    return [(key, sorted(of_it)) for key, of_it in sorted(values.items()) if len(of_it) <= MOST_VALUES]
