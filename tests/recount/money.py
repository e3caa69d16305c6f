"""What batches cost, exactly. docs/prices.md has the rules."""
import datetime
import fnmatch
import json
from fractions import Fraction
from typing import NamedTuple

MOST_TOKENS = 10**12


class Cost(NamedTuple):
    kind: str  # priced, unknown or unpriced
    tokens: dict
    amount: Fraction = Fraction(0)
    price: "Price" = None


class Price:
    def __init__(self, entry):
        day = datetime.datetime.fromisoformat(entry["valid_from"]).replace(tzinfo=datetime.timezone.utc)
        self.model = entry["model"]
        self.day = entry["valid_from"]
        self.valid_from = int(day.timestamp())
        self.input = Fraction(entry["input"])
        self.cached_input = Fraction(entry.get("cached_input", entry["input"]))
        self.output = Fraction(entry["output"])
        self.batch_factor = Fraction(entry["batch_factor"])

    def fits(self, batch):
        return fnmatch.fnmatchcase(batch.model, self.model) and self.valid_from <= batch.created_at

    def weight(self):
        """Of those that fit, the greatest counts: a name before a pattern, then the longer, then the later."""
        return ("*" not in self.model, len(self.model.replace("*", "")), self.valid_from)

    def of(self, tokens):
        plain = tokens["input_tokens"] - tokens["cached_tokens"]
        sum_of_it = (plain * self.input + tokens["cached_tokens"] * self.cached_input
                     + tokens["output_tokens"] * self.output)
        return sum_of_it * self.batch_factor / 1_000_000


class Prices:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            said = json.load(file)
        self.currency = said["currency"]
        self._prices = [Price(entry) for entry in said["entries"]]
        self._costs = {}

    def cost_of(self, batch):
        if batch not in self._costs:
            self._costs[batch] = self._cost_of(batch)
        return self._costs[batch]

    def _cost_of(self, batch):
        tokens = billed_tokens(batch)
        if tokens is None or batch.created_at is None:
            return Cost("unknown", tokens)
        fitting = [price for price in self._prices if batch.model is not None and price.fits(batch)]
        if not fitting:
            return Cost("unpriced", tokens)
        price = max(fitting, key=Price.weight)
        return Cost("priced", tokens, price.of(tokens), price)


def billed_tokens(batch):
    """Of input, output and total two are enough. None: it cannot be said."""
    said = batch.tokens
    read, written, total = said["input_tokens"], said["output_tokens"], said["total_tokens"]
    if read is None and None not in (written, total):
        read = total - written
    elif written is None and None not in (read, total):
        written = total - read
    if read is None or written is None:
        return None
    cached = said["cached_tokens"] or 0
    if not (0 <= cached <= read <= MOST_TOKENS and 0 <= written <= MOST_TOKENS):
        return None
    return {"input_tokens": read, "cached_tokens": cached, "output_tokens": written}


def exact_text(amount):
    """Every digit, and two behind the point at least: `12.5025`, `3.00`."""
    atto = Fraction(amount) * 10**18
    if atto.denominator != 1:
        raise ValueError(f"{amount} has more than 18 places")
    whole, places = divmod(atto.numerator, 10**18)
    digits = f"{places:018}".rstrip("0")
    return f"{whole}.{digits:0<2}"
