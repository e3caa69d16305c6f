#!/usr/bin/env -S python3 -B
"""Opens reports in a headless Chromium and looks whether they are harmless, readable and whole.

    check_report.py SAMPLE_REPORT     checks what that program makes of ordinary and of hostile texts
    check_report.py --page FILE...    checks pages that are there

With SCREENSHOTS=FOLDER it keeps pictures of all it sees.

Hostile texts try two things: to run a script, which would set the title of the page to OWNED, and to ask for
an address at a port of this machine, at which the test listens. Both must fail, also when the policy that
stands in the page is turned off. That the test would notice is tested with a page that is not escaped.
"""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading

import paper
from chromium import Chromium, Failure

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTHS = (375, 1024, 1440)


class Listener:
    """A port of this machine that notices whether anybody connects."""

    def __init__(self):
        self._asked = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._answer, daemon=True).start()

    def was_asked(self):
        asked = self._asked.is_set()
        self._asked.clear()
        return asked

    def _answer(self):
        while True:
            with self._socket.accept()[0] as caller:
                self._asked.set()
                caller.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def hostile_texts(port):
    address = f"http://127.0.0.1:{port}/"
    owned = "document.title='OWNED'"
    return [
        f"<script>{owned}</script>",
        f"</title></style></textarea><script>{owned}</script>",
        f"\"><script>{owned}</script>",
        f"<img src={address} onerror={owned}>",
        f"'\"><img src=x onerror={owned}>",
        f"<svg onload={owned}>",
        f"</svg></desc></title><svg><image href={address} /><script>{owned}</script></svg>",
        f"\" onmouseover={owned} autofocus onfocus={owned} x=\"",
        f"javascript:{owned}",
        f"<a href=javascript:{owned}>click</a><iframe src=javascript:parent.{owned}></iframe>",
        f"<style>@import '{address}'; body {{ background: url({address}) }}</style>",
        f"</td></tr></table><link rel=stylesheet href={address}><base href={address}>",
        f"<meta http-equiv=refresh content='0;url={address}'>",
        f"<!--<script>{owned}//-->",
        "&lt;b&gt; &amp; &#x3c;script&#x3e;",
        "\u202egnp.exe\u202c \u2066\u200f\u0007\u001b[31m\u0000 line\u2028end",
        "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 1234 \u05e2\u05d1\u05e8\u05d9\u05ea",
        "W" * 100_000,
        "\U0001f600" * 2_000,
        "{{7*7}} ${7*7} <%= 7*7 %>",
    ]


class Check:
    """Collects what is wrong."""

    def __init__(self, browser, listener):
        self._browser = browser
        self._listener = listener
        self._checks = open(os.path.join(HERE, "page_checks.js"), encoding="utf-8").read()
        self.wrong = []

    def report(self, name, path, folder, pictures):
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                where = f"{name}, {scheme}, {width} pixels"
                self._browser.show(path, width, scheme=scheme)
                self._harmless(where, path)
                for sentence in self._browser.value(self._checks):
                    self._say(where, sentence)
                if pictures:
                    self._keep(f"{pictures}/{name}-{scheme}-{width}.png")
        self._prints(name, path, pictures or folder)
        self._without_its_policy(name, path)

    def would_notice(self, folder, port):
        """A page with the same texts as they are: each way in must be seen, or the test is blind."""
        path = os.path.join(folder, "unescaped.html")
        with open(path, "w", encoding="utf-8") as page:
            page.write("<!DOCTYPE html><html><title>x</title><body>" + "".join(hostile_texts(port)[:9]))
        self._browser.show(path, 375)
        self._browser.value("new Promise(done => setTimeout(done, 300))")
        if self._browser.value("document.title") != "OWNED":
            self._say("the test itself", "a script ran and was not seen")
        if len(self._browser.requests()) < 2 or not self._listener.was_asked():
            self._say("the test itself", "a request left and was not seen")
        if not self._browser.value(self._checks):
            self._say("the test itself", "a page full of scripts has nothing wrong")

    def _harmless(self, where, path):
        for address in self._browser.requests():
            if address != "file://" + os.path.abspath(path):
                self._say(where, f"the page asks for {address[:200]}")
        if self._listener.was_asked():
            self._say(where, "somebody connected to the test's port")
        title = self._browser.value("document.title")
        if "OWNED" == title:
            self._say(where, "a script ran")

    def _without_its_policy(self, name, path):
        """The escaping must do without the policy that stands in the page."""
        self._browser.call("Page.setBypassCSP", enabled=True)
        self._browser.show(path, 1440)
        self._browser.value("new Promise(done => setTimeout(done, 300))")
        self._harmless(name + ", its policy turned off", path)
        self._browser.call("Page.setBypassCSP", enabled=False)

    def _prints(self, name, path, folder):
        self._browser.show(path, 1024)
        expected = self._browser.value(paper.EXPECTED)
        for size in paper.SIZES:
            sheets = self._sheets(f"{folder}/{name}-{size}.pdf", size)
            for sentence in paper.mistakes(sheets, expected):
                self._say(f"{name}, {size}, {len(sheets)} sheets", sentence)

    def _sheets(self, pdf, size):
        """The page that is shown, on paper."""
        width, height = paper.SIZES[size]
        self._browser.call("Emulation.setEmulatedMedia", media="")
        data = self._browser.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True,
                                  paperWidth=width, paperHeight=height)["data"]
        with open(pdf, "wb") as file:
            file.write(base64.b64decode(data))
        return paper.sheets_of(pdf)

    def would_notice_on_paper(self, page, folder):
        """Pages made wrong on purpose, each with the one fault that must be seen."""
        for fault, style, looks in (
                ("cut off", ".block { width: 60mm; overflow: hidden }",
                 lambda sheets, page: paper.cut_off(sheets, page["words"])),
                ("one letter a line", ".words { min-width: 0 } .words bdi { display: block; width: 1px }",
                 lambda sheets, _: paper.letters_in_a_column(sheets)),
                ("a heading alone", "h2, caption { break-after: page }",
                 lambda sheets, page: paper.headings_alone(sheets, page))):
            path = os.path.join(folder, "wrong.html")
            with open(page, encoding="utf-8") as right, open(path, "w", encoding="utf-8") as wrong:
                wrong.write(right.read().replace("</head>", f"<style>@media print {{ {style} }}</style></head>"))
            self._browser.show(path, 1024)
            expected = self._browser.value(paper.EXPECTED)
            sheets = self._sheets(os.path.join(folder, "wrong.pdf"), "A4")
            if not looks(sheets, expected):
                self._say("the test itself", f"{fault} on paper, and it was not seen")

    def _keep(self, path):
        size = self._browser.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 12_000), "scale": 1}
        data = self._browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))

    def _say(self, where, sentence):
        self.wrong.append(f"{where}: {sentence}")


ORDINARY = ["/v1/chat/completions", "gpt-5-mini-2025-08-07", "completed", "in_progress", "team-7",
            "batch_68dc9b40summaries01", "nightly summaries", "invalid_json_line", "text-embedding-3-small"]


def made_of(sample_report, texts, path):
    with open(path, "wb") as page:
        subprocess.run([sample_report], input=json.dumps(texts).encode(), stdout=page, check=True, timeout=60)
    return path


def main(arguments):
    pictures = os.environ.get("SCREENSHOTS")
    listener = Listener()
    with tempfile.TemporaryDirectory(prefix="batchstore-pages-") as folder, Chromium(seconds=240) as browser:
        check = Check(browser, listener)
        if arguments[0] == "--page":
            pages = {os.path.splitext(os.path.basename(path))[0]: path for path in arguments[1:]}
        else:
            pages = {name: made_of(arguments[0], texts, os.path.join(folder, name + ".html"))
                     for name, texts in (("ordinary", ORDINARY), ("hostile", hostile_texts(listener.port)))}
        for name, path in pages.items():
            check.report(name, path, folder, pictures)
        check.would_notice(folder, listener.port)
        check.would_notice_on_paper(next(iter(pages.values())), folder)
    for sentence in check.wrong:
        print(sentence)
    print(f"{len(pages)} pages, {len(check.wrong)} mistakes")
    return 1 if check.wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        sys.exit(main(sys.argv[1:]))
    except Failure as failure:
        sys.exit(f"check_report.py: {failure}")
