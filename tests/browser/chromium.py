"""A headless Chromium, driven through the DevTools protocol over two pipes: no port, no library, no network."""

import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time


class Failure(Exception):
    """The browser did not do what it was told, or not in time."""


class Chromium:
    """Starts with `with`; at the end the browser and all that it wrote are gone."""

    def __init__(self, seconds=120):
        self._deadline = time.monotonic() + seconds
        self._last_id = 0
        self._received = b""
        self.events = []

    def __enter__(self):
        program = shutil.which("chromium")
        if program is None:
            raise Failure("there is no chromium; install it with scripts/packages.sh test")
        self._home = tempfile.mkdtemp(prefix="batchstore-chromium-")
        from_us, self._to_browser = self._pipe()
        self._from_browser, to_us = self._pipe()

        def connect():
            os.dup2(from_us, 3)
            os.dup2(to_us, 4)

        options = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
            "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
            "--disable-component-update", "--disable-default-apps", "--disable-sync", "--disable-extensions",
            "--disable-breakpad", "--metrics-recording-only", "--password-store=basic", "--hide-scrollbars",
            "--font-render-hinting=none", "--force-color-profile=srgb",
            f"--user-data-dir={self._home}/profile", "--remote-debugging-pipe", "about:blank",
        ]
        environment = dict(os.environ, HOME=self._home, XDG_CONFIG_HOME=self._home, XDG_CACHE_HOME=self._home,
                           TMPDIR=self._home)
        self._log = open(os.path.join(self._home, "log"), "wb")
        self._process = subprocess.Popen([program, *options], stdin=subprocess.DEVNULL, stdout=self._log,
                                         stderr=self._log, preexec_fn=connect, close_fds=False, env=environment,
                                         start_new_session=True)
        os.close(from_us)
        os.close(to_us)
        try:
            self._attach()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            self._send("Browser.close", {}, None)
            self._process.wait(timeout=10)
        except (OSError, subprocess.TimeoutExpired):
            pass
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        os.close(self._to_browser)
        os.close(self._from_browser)
        self._log.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def call(self, method, **parameters):
        """Sends a command to the page and waits for its result."""
        return self._call(method, parameters, self._session)

    def value(self, expression):
        """What an expression is in the page; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise Failure(f"{expression[:200]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def show(self, path, width, height=900, scheme="light"):
        """Opens a file in a window of this size, and waits until it has been laid out and loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", media="screen",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events.clear()
        address = "file://" + os.path.abspath(path)
        error = self.call("Page.navigate", url=address).get("errorText")
        if error:
            raise Failure(f"{address}: {error}")
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def requests(self):
        """The addresses that the page asked for since it was opened, its own included."""
        self.call("Page.getLayoutMetrics")  # what was sent before it has arrived when it is answered
        return [event["params"]["request"]["url"] for event in self.events
                if event["method"] == "Network.requestWillBeSent"]

    def _attach(self):
        targets = self._call("Target.getTargets", {}, None)["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self._session = None
        self._session = self._call("Target.attachToTarget", {"targetId": page, "flatten": True}, None)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.call(domain + ".enable")

    def _call(self, method, parameters, session):
        number = self._send(method, parameters, session)
        while True:
            message = self._next()
            if message.get("id") != number:
                self.events.append(message)
            elif "error" in message:
                raise Failure(f"{method}: {message['error']}")
            else:
                return message["result"]

    def _send(self, method, parameters, session):
        self._last_id += 1
        message = {"id": self._last_id, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to_browser, data):]
        return self._last_id

    def _next(self):
        """The next message: an answer or an event."""
        while b"\0" not in self._received:
            left = self._deadline - time.monotonic()
            if left <= 0 or not select.select([self._from_browser], [], [], left)[0]:
                raise Failure("chromium did not answer in time")
            piece = os.read(self._from_browser, 1 << 20)
            if not piece:
                raise Failure("chromium has ended: " + self._last_words())
            self._received += piece
        message, self._received = self._received.split(b"\0", 1)
        return json.loads(message)

    def _last_words(self):
        with open(self._log.name, errors="replace") as log:
            return log.read()[-2000:]

    @staticmethod
    def _pipe():
        """Both ends away from the numbers 3 and 4, which the browser wants."""
        ends = []
        for end in os.pipe():
            ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10))
            os.close(end)
        return ends
