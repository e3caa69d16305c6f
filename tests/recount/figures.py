"""What some batches amount to: each number by the name of its column."""
from fractions import Fraction

from money import exact_text

SUMS = ("requests_total", "requests_completed", "requests_failed")
TOKENS = ("input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "total_tokens")
DURATIONS = ("queue", "run", "total")


class Unknown(KeyError):
    """A column for which there is no rule."""


def share(part, whole):
    """None: there is nothing to be a part of."""
    return Fraction(part, whole) if whole > 0 else None


def known_sum(numbers):
    """None: nobody said a number, which is not 0."""
    said = [number for number in numbers if number is not None]
    return sum(said) if said else None


def nearest_rank(percent, ordered):
    """The least number that at least so many percent do not exceed."""
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


class Durations:
    def __init__(self, batches, name):
        known = [batch.durations[name] for batch in batches]
        self.ordered = sorted(seconds for seconds in known if seconds is not None and seconds >= 0)
        self.counted = len(self.ordered)
        self.missing = known.count(None)
        self.negative = len(known) - self.counted - self.missing

    def __getitem__(self, name):
        if name in ("counted", "missing", "negative"):
            return getattr(self, name)
        if name in ("p50", "p90", "p99"):
            return nearest_rank(int(name[1:]), self.ordered)
        raise Unknown(name)


class Figures:
    """Of a list of batches, as a part of all; money by the prices of a `Prices`, where there are any."""

    def __init__(self, batches, everything=None, prices=None):
        self.batches = batches
        self._everything = batches if everything is None else everything
        self._costs = None if prices is None else [prices.cost_of(batch) for batch in batches]
        self._currency = prices and prices.currency

    def __getitem__(self, name):
        rule = RULES.get(name)
        if rule is not None:
            return rule(self)
        duration, _, of_it = name.partition("_")
        if duration in DURATIONS:
            return Durations(self.batches, duration)[of_it]
        if self._costs is not None:
            return self._money(name)
        raise Unknown(name)

    def count(self, holds):
        return sum(1 for batch in self.batches if holds(batch))

    def share_of_all(self):
        return share(len(self.batches), len(self._everything))

    def success_rate(self):
        """Of the batches that say both numbers."""
        both = [batch.counts for batch in self.batches if {"completed", "failed"} <= set(batch.counts)]
        done = sum(counts["completed"] for counts in both)
        return share(done, done + sum(counts["failed"] for counts in both))

    def _money(self, name):
        if name == "cost":
            known = [cost.amount for cost in self._costs if cost.kind == "priced"]
            return exact_text(sum(known)) if known else None
        if name == "currency":
            return self._currency
        if name in ("priced", "unknown", "unpriced"):
            return sum(1 for cost in self._costs if cost.kind == name)
        if name == "unpriced_tokens":
            return self._unpriced_tokens()
        raise Unknown(name)

    def _unpriced_tokens(self):
        """Input and output tokens of batches that are not priced. None: no batch at all says such tokens."""
        if self["input_tokens"] is None and self["output_tokens"] is None:
            return None
        return sum((batch.tokens["input_tokens"] or 0) + (batch.tokens["output_tokens"] or 0)
                   for batch, cost in zip(self.batches, self._costs) if cost.kind != "priced")

    def amount(self):
        return sum((cost.amount for cost in self._costs if cost.kind == "priced"), Fraction(0))


RULES = {
    "batches": lambda own: len(own.batches),
    "share": Figures.share_of_all,
    "batches_ended": lambda own: own.count(lambda batch: batch.ended),
    "batches_not_ended": lambda own: own.count(lambda batch: not batch.ended),
    "batches_failed": lambda own: own.count(lambda batch: batch.failed),
    "batches_completed": lambda own: own.count(lambda batch: batch.status == "completed"),
    "batches_stopped": lambda own: own.count(lambda batch: batch.status in ("expired", "cancelled")),
    "batches_other": lambda own: own.count(
        lambda batch: batch.status not in ("failed", "completed", "expired", "cancelled")),
    "failure_rate": lambda own: share(own["batches_failed"], own["batches_ended"]),
    "success_rate": Figures.success_rate,
    "without_usage": lambda own: own.count(lambda batch: set(batch.tokens.values()) == {None}),
    "absent": lambda own: own.count(lambda batch: batch.absent),
}
for _name in SUMS:
    RULES[_name] = lambda own, said=_name.removeprefix("requests_"): known_sum(
        batch.counts.get(said) for batch in own.batches)
for _name in TOKENS:
    RULES[_name] = lambda own, said=_name: known_sum(batch.tokens[said] for batch in own.batches)


def grouped(batches, keys):
    """Groups of the batches by one key or two, as (values, batches), in the order of a report: those by time in its
    order, others with most batches first, then by their values; what has no value behind all others."""
    groups = {}
    for batch in batches:
        for values in combinations([batch.values_of(key) for key in keys]):
            groups.setdefault(values, []).append(batch)
    with_first = {}
    for values, members in groups.items():
        with_first[values[0]] = with_first.get(values[0], 0) + len(members)

    def place(group):
        sizes = [with_first[group[0][0]], len(group[1])]
        return [(value is None, value or "") if key in ("day", "week", "month") else (-size, value is None, value or "")
                for key, value, size in zip(keys, group[0], sizes)]

    return sorted(groups.items(), key=place)


def combinations(lists):
    if not lists:
        return [()]
    return [(first, *rest) for first in lists[0] for rest in combinations(lists[1:])]
