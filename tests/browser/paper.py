"""What is wrong with a report on paper, measured with pdftotext (Debian package poppler-utils)."""

import collections
import html
import re
import subprocess

# In points, as the style sheet has them.
SIDE_MARGIN = 12 / 25.4 * 72
BOTTOM_MARGIN = 16 / 25.4 * 72
SMALLEST_TYPE = 5.5
LOWEST_HEADING = 12.5  # a line of anything else is lower

SIZES = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}

# What the page says of itself: its headings, and the words in its tables that no line may break.
EXPECTED = """(() => ({
  headings: [...document.querySelectorAll('h2,h3,caption,figcaption')].map((e) => e.textContent),
  heads: [...document.querySelectorAll('thead th')].flatMap((e) => e.textContent.split(/\\s+/)),
  words: [...document.querySelectorAll('td.figure,th.figure,thead th')].flatMap((e) => e.textContent.split(/\\s+/))
      .filter((word) => /^[-.,%<>A-Za-z0-9]{1,20}$/.test(word)),
}))()"""

Box = collections.namedtuple("Box", "left top right bottom text")


class Sheet:
    def __init__(self, width, height, lines, words):
        self.width, self.height, self.lines, self.words = width, height, lines, words

    def text_below(self, box, heads):
        """Whether there is text below it, the head of a table and the foot of the sheet left out."""
        return any(word.top > box.bottom - 1 and word.bottom < self.height - BOTTOM_MARGIN + 1
                   and word.text not in heads for word in self.words)


def sheets_of(pdf):
    layout = subprocess.run(["pdftotext", "-bbox-layout", pdf, "-"], stdout=subprocess.PIPE, check=True,
                            timeout=60).stdout.decode("utf-8", "replace")
    sheets = []
    for page in layout.split("<page ")[1:]:
        width, height = (float(number) for number in re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        words, lines = [], []
        for line in page.split("<line ")[1:]:
            of_line = [Box(*map(float, found[:4]), html.unescape(found[4])) for found in re.findall(
                r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', line, re.S)]
            words += of_line
            if of_line:
                lines.append(Box(min(w.left for w in of_line), min(w.top for w in of_line),
                                 max(w.right for w in of_line), max(w.bottom for w in of_line),
                                 "".join(w.text for w in of_line)))
        sheets.append(Sheet(width, height, lines, words))
    return sheets


def mistakes(sheets, expected):
    return cut_off(sheets, expected["words"]) + letters_in_a_column(sheets) + headings_alone(sheets, expected)


def cut_off(sheets, words):
    """Words beyond the margin, too small to read, or nowhere."""
    wrong = []
    for number, sheet in enumerate(sheets, 1):
        for word in sheet.words:
            if word.left < SIDE_MARGIN - 1.5 or word.right > sheet.width - SIDE_MARGIN + 1.5:
                wrong.append(f"sheet {number}: beyond the margin: {word.text[:60]}")
            if word.bottom - word.top < SMALLEST_TYPE:
                wrong.append(f"sheet {number}: too small to read: {word.text[:60]}")
    missing = collections.Counter(words)
    missing.subtract(collections.Counter(word.text for sheet in sheets for word in sheet.words))
    return wrong[:20] + [f"{count} times not on paper: {word}" for word, count in missing.items() if count > 0][:20]


def letters_in_a_column(sheets):
    """A word of which every line holds one letter."""
    wrong = []
    for number, sheet in enumerate(sheets, 1):
        columns = collections.defaultdict(list)
        for word in sheet.words:
            if len(word.text) == 1 and word.text.isalpha():
                columns[round(word.left)].append(word)
        for letters in columns.values():
            letters.sort(key=lambda word: word.top)
            run = "".join(word.text for word in letters[:1])
            for above, below in zip(letters, letters[1:]):
                near = below.top - above.top < 1.6 * (above.bottom - above.top)
                run = run + below.text if near else below.text
                if len(run) == 4:
                    wrong.append(f"sheet {number}: one letter a line: {run}")
    return wrong


def headings_alone(sheets, expected):
    """A heading, or the last line of a long one, with at most the head of a table below it at the foot of a sheet."""
    packed = {"".join(heading.split()) for heading in expected["headings"]}
    heads = set(expected["heads"])
    longest = 8
    wrong = []
    for number, sheet in enumerate(sheets, 1):
        for line in sheet.lines:
            if line.bottom - line.top < LOWEST_HEADING or sheet.text_below(line, heads):
                continue
            if line.text in packed or (
                    len(line.text) > longest and any(heading.endswith(line.text) for heading in packed)):
                wrong.append(f"sheet {number}: a heading with nothing below it: {line.text[:60]}")
    return wrong
