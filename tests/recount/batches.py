#!/usr/bin/env -S python3 -B
"""Writes batches of 14 months as JSON Lines, as servers answer them.

    batches.py SEED COUNT

There are more of them from month to month. On five days in October 2025 about 38 % fail with one error code, on others
3 to 8 %. A few say less than others, or what cannot be right. Lines behind them tell that a server no longer knows a
batch. The same seed gives the same batches.
"""
import json
import math
import random
import sys

DAY = 86_400
BEGIN = 1_725_148_800  # 2024-09-01
DAYS = 426             # the last is 2025-10-31
INCIDENT = range(400, 405)  # 2025-10-06 to 2025-10-10
INCIDENT_CODE = "quota_exceeded"
INCIDENT_SHARE = 0.38
OBSERVED_AT = 1_761_998_400  # 2025-11-01T12:00:00Z
ABSENT_AT = OBSERVED_AT + 3_600

MODELS = {"gpt-5-2025-08-07": 25, "gpt-5-mini-2025-08-07": 30, "gpt-5-mini-2024-12-01": 15,
          "text-embedding-3-small": 15, "llama-3-70b": 8, "o4-tiny": 5, None: 2}
TEAMS = {"search": 40, "eval": 30, "ads": 20, "legal": 9, None: 1}
CODES = {"invalid_json_line": 50, "model_not_found": 20, "duplicate_custom_id": 15, "token_limit_exceeded": 10, None: 5}
ENDS = {"completed": 900, "expired": 35, "cancelled": 40, "in_progress": 3, "validating": 2, "finalizing": 2,
        "cancelling": 2, "succeeded": 3, "Paused": 3}


class Maker:
    """Makes the batches of one seed, day by day."""

    def __init__(self, seed, count):
        self._random = random.Random(seed)
        self._seed = seed
        self._count = count
        self._made = 0

    def lines(self):
        ids = []
        for day, size in enumerate(self._sizes()):
            failing = self._random.uniform(0.03, 0.08)
            for place in range(size):
                created_at = BEGIN + day * DAY + int((place + self._random.random()) * DAY / size)
                batch = self._batch(created_at, self._fails(day, place, failing), day in INCIDENT)
                ids.append(batch["id"])
                yield batch
        for gone in sorted(self._random.sample(ids, min(5, len(ids)))):
            yield {"observed_at": ABSENT_AT, "source": "sweeper", "absent": gone,
                   "answer": {"error": {"message": f"No batch found with id '{gone}'."}}}

    def _sizes(self):
        """How many batches each day has: more later, fewer on a Saturday or Sunday."""
        weights = [math.exp(3 * day / DAYS) * (0.4 if day % 7 in (6, 0) else 1) * self._random.uniform(0.8, 1.2)
                   for day in range(DAYS)]
        passed, sizes = 0.0, []
        for weight in weights:
            before = round(self._count * passed / sum(weights))
            passed += weight
            sizes.append(round(self._count * passed / sum(weights)) - before)
        return sizes

    def _fails(self, day, place, failing):
        if day in INCIDENT:
            return int((place + 1) * INCIDENT_SHARE) > int(place * INCIDENT_SHARE)
        return self._random.random() < failing

    def _batch(self, created_at, fails, incident):
        number = self._made
        self._made += 1
        batch = {"id": f"batch_{self._seed}_{number:06d}", "object": "batch", "endpoint": "/v1/chat/completions",
                 "input_file_id": f"file-{number}", "completion_window": "24h", "created_at": created_at,
                 "expires_at": created_at + DAY, "status": "failed" if fails else self._one_of(ENDS)}
        model = self._one_of(MODELS)
        if model:
            batch["model"] = model
        if not self._happens(0.02):
            batch["metadata"] = self._metadata(number)
        if fails:
            self._fail(batch, incident)
        else:
            self._live(batch)
        self._spoil(batch)
        return batch

    def _metadata(self, number):
        team = self._one_of(TEAMS)
        pairs = {"run": str(number), "env": "prod" if self._happens(0.8) else "test", "project": "batches"}
        if team:
            pairs["team"] = team
        return {} if self._happens(0.01) else pairs

    def _fail(self, batch, incident):
        batch["failed_at"] = batch["created_at"] + self._random.randrange(2, 90)
        if self._happens(0.05):
            return
        batch["request_counts"] = {"total": 0, "completed": 0, "failed": 0}
        codes = [INCIDENT_CODE if incident else self._one_of(CODES)]
        while self._happens(0.15):
            codes.append(self._one_of(CODES))
        errors = [{"code": code, "message": f"{code or 'something'} on a line", "param": None, "line": line}
                  for line, code in enumerate(codes, 1)]
        batch["errors"] = {"object": "list", "data": errors}

    def _live(self, batch):
        """Times, requests and tokens of a batch that began."""
        begin = batch["created_at"] + self._random.randrange(3, 900)
        end = begin + min(int(self._random.lognormvariate(8.5, 1.1)), DAY - 1_000)
        if end > OBSERVED_AT and batch["status"] in ("completed", "expired", "cancelled"):
            batch["status"] = "in_progress" if begin < OBSERVED_AT else "validating"
        status = batch["status"]
        if status == "validating":
            return
        batch["in_progress_at"] = begin
        if status == "completed":
            batch["finalizing_at"] = end - self._random.randrange(1, min(60, end - begin) + 1)
            batch["completed_at"] = end
        elif status == "finalizing":
            batch["finalizing_at"] = end
        elif status == "succeeded":
            batch["completed_at"] = end
        elif status == "expired":
            batch["expired_at"] = batch["expires_at"] + self._random.randrange(0, 40)
        elif status in ("cancelling", "cancelled"):
            batch["cancelling_at"] = end - min(20, end - begin)
            if status == "cancelled":
                batch["cancelled_at"] = end
        self._count_requests(batch)

    def _count_requests(self, batch):
        total = int(self._random.lognormvariate(6, 1.3)) + 1
        done = total if batch["status"] in ("completed", "succeeded") else self._random.randrange(total + 1)
        failed = self._random.randrange(done // 20 + 1) if self._happens(0.3) else 0
        batch["request_counts"] = {"total": total, "completed": done - failed, "failed": failed}
        if batch["status"] == "completed" or (done > failed and self._happens(0.5)):
            batch["output_file_id"] = f"{batch['input_file_id']}-out"
        if batch["status"] == "completed":
            batch["usage"] = self._usage(done)

    def _usage(self, requests):
        read = requests * self._random.randrange(80, 3_000)
        written = requests * self._random.randrange(10, 900)
        cached = int(read * self._random.random() * 0.6) if self._happens(0.4) else 0
        return {"input_tokens": read, "input_tokens_details": {"cached_tokens": cached}, "output_tokens": written,
                "output_tokens_details": {"reasoning_tokens": written // 3}, "total_tokens": read + written}

    def _spoil(self, batch):
        """A few batches say less than others, or what is odd."""
        if self._happens(0.004):
            del batch["created_at"]
        if self._happens(0.003):
            batch.pop("expires_at")
        if "usage" in batch:
            self._spoil_usage(batch)
        if batch["status"] == "completed":
            self._spoil_end(batch)

    def _spoil_usage(self, batch):
        usage = batch["usage"]
        if self._happens(0.03):
            del batch["usage"]
        elif self._happens(0.03):
            del usage["input_tokens_details"]
        elif self._happens(0.01):
            del usage["output_tokens"]  # the total tells it
        elif self._happens(0.01):
            del usage["output_tokens"], usage["total_tokens"]
        elif self._happens(0.01):
            usage["input_tokens_details"]["cached_tokens"] = usage["input_tokens"] + 1

    def _spoil_end(self, batch):
        counts = batch["request_counts"]
        if self._happens(0.008) and "expires_at" in batch:
            batch["completed_at"] = batch["expires_at"] + self._random.randrange(1, 9_000)
        elif self._happens(0.006):
            batch["in_progress_at"] = batch.get("created_at", BEGIN) - self._random.randrange(1, 500)
        elif self._happens(0.006):
            del batch["output_file_id"]
        elif self._happens(0.006):
            counts.update(completed=0, failed=counts["total"])
        elif self._happens(0.004):
            counts["total"] += 3
        elif self._happens(0.004):
            del counts["failed"]
        elif self._happens(0.01):
            del batch["request_counts"]

    def _happens(self, share):
        return self._random.random() < share

    def _one_of(self, weights):
        return self._random.choices(list(weights), list(weights.values()))[0]


def main(seed, count):
    for line in Maker(int(seed), int(count)).lines():
        print(json.dumps(line))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
