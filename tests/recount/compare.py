"""Holds a report against what is expected of it, value by value."""
import re
from fractions import Fraction

from figures import Unknown

# A date, a time, a part of a length (`12h`), or a number with its digits grouped; not those of a word: `p90`, `gpt-5`.
NUMBER = re.compile(r"(?<![\w.-])(?:\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?|\d+(?:,\d{3})*(?:\.\d+)?[dhms]?)(?![\w-])")
# Numbers that count nothing, but stand in what a report explains.
WORDS = re.compile(r"not (?:as )?0\b|90 percent")


class Said:
    """A text of which the numbers are recounted, in their order, and parts that must stand in it."""

    def __init__(self, *numbers, parts=()):
        self.numbers = [f"{number:,}" if isinstance(number, int) else number for number in numbers]
        self.parts = parts


class NotRecounted:
    """What the batches do not tell, and why it is left out."""

    def __init__(self, reason):
        self.reason = reason


class Row:
    """A row or the totals of a table: whatever columns there are, `values[name]` or a rule tells what they say."""

    def __init__(self, values, rules=None):
        self._values = values
        self._rules = rules

    def __getitem__(self, name):
        if name in self._values:
            return self._values[name]
        if self._rules is None:
            raise Unknown(name)
        return self._rules[name]


def percent(value):
    """A share as sentences have it: `35.3`."""
    return f"{float(value) * 100:.1f}"


def numbers_in(text):
    return NUMBER.findall(WORDS.sub("", text))


def has_number(value):
    """Whether somebody should recount a value: words alone need not be."""
    if isinstance(value, str):
        return bool(numbers_in(value))
    if isinstance(value, dict):
        return any(has_number(inner) for inner in value.values())
    if isinstance(value, list):
        return any(has_number(inner) for inner in value)
    return value is not None


def differences(found, expected, place):
    """Sentences, none if all is as expected."""
    if isinstance(expected, NotRecounted):
        return []
    if isinstance(expected, Said):
        return differences_of_text(found, expected, place)
    if isinstance(expected, Row) and isinstance(found, dict):
        return differences_of_row(found, expected, place)
    if isinstance(expected, dict) and isinstance(found, dict):
        return differences_of_members(found, expected, place)
    if isinstance(expected, list) and isinstance(found, list):
        return differences_of_items(found, expected, place)
    if isinstance(expected, Fraction) and isinstance(found, float):
        same = abs(Fraction(found) - expected) <= Fraction(1, 1_999_999)
    else:
        same = type(found) is type(expected) and found == expected
    return [] if same else [f"{place} is {found!r}, recounted {shown(expected)}"]


def differences_of_text(found, expected, place):
    numbers = numbers_in(found) if isinstance(found, str) else None
    if numbers != expected.numbers:
        return [f"{place} has the numbers {numbers}, recounted {expected.numbers}: {found!r}"]
    return [f"{place} does not say {part!r}: {found!r}" for part in expected.parts if part not in found]


def differences_of_row(found, expected, place):
    wrong = []
    for name, value in found.items():
        try:
            wrong += differences(value, expected[name], f"{place} {name}")
        except Unknown:
            wrong += nobody_recounts(value, f"{place} column {name}")
    return wrong


def differences_of_members(found, expected, place):
    wrong = []
    for name, value in found.items():
        inner = f"{place}.{name}".removeprefix(".")
        wrong += differences(value, expected[name], inner) if name in expected else nobody_recounts(value, inner)
    return wrong + [f"{place} lacks {name}" for name in expected if name not in found]


def differences_of_items(found, expected, place):
    wrong = []
    if len(found) != len(expected):
        wrong.append(f"{place} has {len(found)} items, recounted {len(expected)}")
    for number, (one, other) in enumerate(zip(found, expected)):
        wrong += differences(one, other, f"{place}[{number}]")
    return wrong


def nobody_recounts(value, place):
    return [f"nobody recounts {place}: {value!r:.80}"] if has_number(value) else []


def shown(value):
    return f"{float(value):.6f}" if isinstance(value, Fraction) else repr(value)
