"""One batch, as a line of JSON tells it, and what can be said of it alone. The words are those of the headers in
include/batchstore/: batch.hpp, oddities.hpp, prices.hpp."""
import datetime
import functools

DAY = 86_400
ENDED = ("completed", "failed", "expired", "cancelled", "succeeded")
PHASES = {"validating": "waiting", "in_progress": "running", "finalizing": "finalizing", "cancelling": "cancelling",
          **{status: "ended" for status in ENDED}}
DOCUMENTED = ("validating", "in_progress", "finalizing", "cancelling", "completed", "failed", "expired", "cancelled")
TIME_KEYS = ("day", "week", "month")

# A time that must not be after others.
ORDER = {"created_at": ("in_progress_at", "expires_at", "finalizing_at", "completed_at", "failed_at", "expired_at",
                        "cancelling_at", "cancelled_at"),
         "in_progress_at": ("finalizing_at", "completed_at", "failed_at", "cancelled_at"),
         "finalizing_at": ("completed_at",),
         "cancelling_at": ("cancelled_at",)}


class Batch:
    def __init__(self, said):
        self.said = said
        self.id = said["id"]
        self.status = said["status"].lower()
        self.phase = PHASES.get(self.status, "running")
        self.ended = self.phase == "ended"
        self.failed = self.status == "failed"
        self.created_at = said.get("created_at")
        self.model = said.get("model")
        self.counts = said.get("request_counts") or {}
        self.metadata = said.get("metadata") or {}
        self.errors = (said.get("errors") or {}).get("data", [])
        self.absent = False
        self.tokens = self._tokens()
        self.durations = {name: self._duration(name) for name in ("queue", "run", "total")}

    def ended_at(self):
        if not self.ended:
            return None
        ends = [self.said.get(f"{status}_at") for status in ("completed", "failed", "expired", "cancelled")]
        return self.said.get(f"{self.status}_at") or max((end for end in ends if end is not None), default=None)

    def _duration(self, name):
        """Seconds, which are below 0 where times are out of order. None: one of the two is not known."""
        begin = self.said.get("in_progress_at") if name == "run" else self.created_at
        end = self.said.get("in_progress_at") if name == "queue" else self.ended_at()
        return None if begin is None or end is None else end - begin

    def _tokens(self):
        """The five numbers, each None where it is not said."""
        usage = self.said.get("usage") or {}
        return {"input_tokens": usage.get("input_tokens"),
                "cached_tokens": usage.get("input_tokens_details", {}).get("cached_tokens"),
                "output_tokens": usage.get("output_tokens"),
                "reasoning_tokens": usage.get("output_tokens_details", {}).get("reasoning_tokens"),
                "total_tokens": usage.get("total_tokens")}

    def values_of(self, key):
        """The values of a key by which batches are grouped; [None]: it has none."""
        if key == "error_code":
            return sorted({error["code"] for error in self.errors}, key=lambda code: (code is not None, code)) or [None]
        if key.startswith("metadata."):
            return [self.metadata.get(key.removeprefix("metadata."))]
        if key in TIME_KEYS:
            return [None if self.created_at is None else period_of(key, self.created_at)]
        return [{"status": self.status, "phase": self.phase, "model": self.model,
                 "endpoint": self.said.get("endpoint")}[key]]

    @functools.cache
    def oddities(self, now):
        """The names of `BatchOddity` that hold."""
        end, deadline = self.ended_at(), self.said.get("expires_at")
        output = self.said.get("output_file_id") is not None
        total, done, failed = (self.counts.get(name) for name in ("total", "completed", "failed"))
        holds = {
            "times_out_of_order": any(self._is_after(early, late) for early, lates in ORDER.items() for late in lates),
            "counts_do_not_add_up": None not in (total, done, failed) and (
                done + failed != total if self.status == "completed" else done + failed > total),
            "ended_late": None not in (end, deadline) and self.status != "expired" and end > deadline,
            "expired": self.status == "expired",
            "overdue": not self.ended and deadline is not None and deadline < now,
            "completed_without_output": self.status == "completed" and not output,
            "all_requests_failed": self.ended and (failed or 0) > 0 and not done and (total is None or total <= failed),
            "stopped_with_output": self.status in ("expired", "cancelled") and output,
            "absent": self.absent,
        }
        return {name for name, held in holds.items() if held}

    def _is_after(self, early, late):
        early, late = self.said.get(early), self.said.get(late)
        return early is not None and late is not None and early > late

    def has_unknown_status(self):
        return self.status not in PHASES

    def findings(self):
        """What is odd about the answer alone, by the names of `Oddity`."""
        found = set()
        if self.created_at is None:
            found.add("created_at: missing")
        if self.status not in DOCUMENTED:
            found.add("status: undocumented")
        if self.said.get("usage") is not None and None in self.tokens.values():
            found.add("usage: other_shape")
        if self.counts and set(self.counts) != {"total", "completed", "failed"}:
            found.add("request_counts: other_shape")
        return found


def period_of(key, seconds):
    """`2025-10-06`, `2025-W41` or `2025-10`."""
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=seconds // DAY)
    if key == "week":
        year, week, _ = date.isocalendar()
        return f"{year:04}-W{week:02}"
    return date.isoformat()[:10 if key == "day" else 7]
