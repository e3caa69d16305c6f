"""Days on which far more batches failed than usual, as src/report/figures/incidents.hpp defines them."""
import datetime
from fractions import Fraction

from batch import period_of


class Incident:
    def __init__(self, days, usual):
        self.first, self.last = min(days), max(days)
        self.ended = sum(ended for ended, _ in days.values())
        self.failed = sum(failed for _, failed in days.values())
        self.usual = usual

    def holds(self, batch):
        return batch.created_at is not None and self.first <= period_of("day", batch.created_at) <= self.last


def outcomes_by_day(batches):
    """How many of the batches of each day ended, and how many of those failed."""
    days = {}
    for batch in batches:
        if batch.created_at is not None:
            ended, failed = days.get(period_of("day", batch.created_at), (0, 0))
            days[period_of("day", batch.created_at)] = (ended + batch.ended, failed + batch.failed)
    return days


def stands_out(day, usual):
    """Five failed, twice as many as usual, and four standard deviations more."""
    ended, failed = day
    expected = ended * usual
    above = failed - expected
    return failed >= 5 and failed >= 2 * expected and above >= 0 and above**2 >= 16 * expected * (1 - usual)


def better_half(days):
    """Where to begin, whatever happened on the worse days."""
    rates = sorted(Fraction(failed, ended) for ended, failed in days.values() if ended)
    return {name: (ended, failed) for name, (ended, failed) in days.items()
            if ended and Fraction(failed, ended) <= rates[(len(rates) - 1) // 2]}


def find_incidents(batches):
    days = outcomes_by_day(batches)
    unusual, usual = set(), rate_of(better_half(days))
    for _ in range(20):  # what is usual depends on which days are not, and the other way round
        found = {name for name, day in days.items() if stands_out(day, usual)}
        if found == unusual:
            break
        unusual = found
        usual = rate_of({name: day for name, day in days.items() if name not in unusual})
    runs = []
    for name in sorted(unusual):
        if not runs or days_between(runs[-1][-1], name) > 2:
            runs.append([])
        runs[-1].append(name)
    return [Incident({name: day for name, day in days.items() if run[0] <= name <= run[-1]}, usual) for run in runs]


def rate_of(days):
    ended = sum(ended for ended, _ in days.values())
    return Fraction(sum(failed for _, failed in days.values()), ended) if ended else Fraction(0)


def days_between(one, other):
    return (datetime.date.fromisoformat(other) - datetime.date.fromisoformat(one)).days
