"""What every section of a report says of the batches: `expected_report` has the shape of the report's JSON."""
from asked import SOURCE
from batch import DAY, period_of
from compare import NotRecounted, Row, Said
from figures import Durations, Figures, grouped, known_sum
from money import billed_tokens, exact_text
from overview import codes_of, overview

MOST_GROUPS = 100
# What batches do not tell, and why it is left out.
NOT_RECOUNTED = {
    "store": "the name of a file",
    "command": "what this test typed",
    "filter": "what this test typed",
    "head": "a digest of the log, which covers when it was recorded",
    "schema_version": "of the file, not of the batches",
    "program_version": "of the program, not of the batches",
}
OUTCOMES = {"missed_deadlines": ("ended_late", "expired", "overdue"),
            "nothing_to_show": ("completed_without_output", "all_requests_failed"),
            "early_results": ("stopped_with_output",),
            "absent": ("absent",)}


def expected_report(lines, question, report):
    """Of the report itself only the edges of histograms are read."""
    batches = question.batches(lines)
    sections = {
        "overview": overview(lines, question, batches),
        "totals": {"facts": Row({}, Figures(batches))},
        "status": {"tables": {"by_status": group_table(batches, ["status"])}},
        "tokens": {"tables": {"tokens_by_model": group_table(batches, ["model"])}},
        "activity": activity(batches),
        "durations": durations(batches, report["sections"]["durations"]["tables"]),
        "failures": failures(batches),
        **{name: outcomes(name, batches, lines.known_at) for name in OUTCOMES},
    }
    if question.prices:
        sections["costs"] = costs(batches, question)
    for keys in question.by:
        name = "_".join(["by", *keys])
        sections[name] = {"tables": {name: group_table(batches, keys)}}
    sections["oddities"] = oddities(lines, batches)
    sections["coverage"] = coverage(lines, question, batches)
    return {"title": Said(*question.title), "sections": sections}


def expected_statistics(lines, question):
    batches = question.batches(lines)
    groups = group_table(batches, question.by[0], question.prices, most=None)
    expected = {"groups": groups["rows"], "total": groups["totals"]}
    if question.prices:
        expected["unpriced_models"] = unpriced_models(batches, question.prices)
    return expected


def group_table(batches, keys, prices=None, most=MOST_GROUPS):
    rows = [Row(dict(zip(keys, values)), Figures(members, batches, prices))
            for values, members in grouped(batches, keys)]
    return cut({"rows": rows, "totals": Row({}, Figures(batches, prices=prices))}, most)


def cut(table, most):
    """Only the first rows, and a note that tells how many are left out."""
    rows = table["rows"]
    if most is not None and len(rows) > most:
        table["note"] = Said(len(rows) - most)
        table["rows"] = rows[:most]
    return table


def activity(batches):
    """A row for each day from the first to the last; on one without batches there were no requests."""
    dated = [batch.created_at // DAY for batch in batches if batch.created_at is not None]
    rows = []
    by_day = dict(grouped(batches, ["day"]))
    for number in range(min(dated), max(dated) + 1):
        name = period_of("day", number * DAY)
        members = by_day.get((name,), [])
        values = {"day": name} if members else {"day": name, "requests_total": 0, "requests_failed": 0}
        rows.append(Row(values, Figures(members)))
    table = {"rows": rows}
    if len(dated) < len(batches):
        table["note"] = Said(len(batches) - len(dated))
    return {"tables": {"per_day": table}}


def durations(batches, found):
    known = {name: Durations(batches, name) for name in ("queue", "run", "total")}
    tables = {"durations": {"rows": [Row({"duration": name}, of_it) for name, of_it in known.items()]}}
    for name, table in found.items():
        if name.endswith("_histogram"):
            tables[name] = {"rows": histogram(name.removesuffix("_histogram"), table["rows"], known)}
    return {"tables": tables}


def histogram(name, found, known):
    """By the edges of its own rows, which must leave no gap and hold every duration.

    A column is named after the duration that it counts; in a table of one duration, `run_histogram`, it is `batches`.
    """
    counted = {column: durations_.ordered for column, durations_ in known.items()}
    if name in known:
        counted["batches"] = known[name].ordered
        counted = {column: counted[column] for column in ("batches", name)}
    columns = [counted[column] for column in counted if found and column in found[0]]
    every = [seconds for ordered in columns for seconds in ordered]
    rows = []
    for place, row in enumerate(found):
        begin, below = row["from"], row["below"]
        if place == 0:
            begin = min([begin, *every])
        if place + 1 < len(found):
            below = found[place + 1]["from"]
        elif below is not None and any(seconds >= below for seconds in every):
            below = None
        rows.append(Row({"from": begin, "below": below, **{
            column: sum(1 for seconds in ordered if begin <= seconds and (below is None or seconds < below))
            for column, ordered in counted.items()}}))
    return rows


def first_ids(batches, most=3):
    """They come in the order in which they were first stored."""
    return [batch.id for batch in batches[:most]]


def failures(batches):
    failed = [batch for batch in batches if batch.errors or batch.failed]
    rows = [Row({"error_code": code, "batches": len(members), "message": first_message(code, members),
                 "examples": first_ids(members)}) for code, members in codes_of(failed)]
    return {"facts": Row({"batches": len(failed)}), "tables": {"failures_by_code": cut({"rows": rows}, MOST_GROUPS)}}


def first_message(code, batches):
    return next((error["message"] for batch in batches for error in batch.errors if error["code"] == code), "")


def outcomes(name, batches, now):
    rows = []
    for oddity in OUTCOMES[name]:
        members = [batch for batch in batches if oddity in batch.oddities(now)]
        if members:
            rows.append(Row({"oddity": oddity, "batches": len(members), "examples": first_ids(members),
                             "requests_total": known_sum(batch.counts.get("total") for batch in members)}))
    return {"tables": {name: {"rows": rows}}}


def costs(batches, question):
    keys = ["model", "month"]
    keys += [by[0] for by in question.by if len(by) == 1 and by[0] not in keys]
    prices = question.prices
    tables = {f"cost_by_{key}": cost_table(batches, key, prices) for key in keys}
    tables["unpriced_models"] = {"rows": unpriced_models(batches, prices)}
    tables["prices"] = {"rows": used_prices(batches, prices)}
    return {"facts": Row({}, Figures(batches, prices=prices)), "tables": tables}


def cost_table(batches, key, prices):
    """Along time in its order; others with the highest cost first, then with most batches, then by value."""
    groups = [(values[0], Figures(members, batches, prices)) for values, members in grouped(batches, [key])]
    if key not in ("day", "week", "month"):
        groups.sort(key=lambda group: (-group[1].amount(), -len(group[1].batches), group[0] is None, group[0] or ""))
    rows = [Row({key: value}, figures) for value, figures in groups]
    everything = Figures(batches, prices=prices)
    table = {"rows": rows, "totals": Row({}, everything)}
    if everything["unpriced_tokens"]:
        table["note"] = Said(everything["unpriced_tokens"])
    return cut(table, MOST_GROUPS)


def unpriced_models(batches, prices):
    """Most batches first, then by name, none given before all."""
    unpriced = [batch for batch in batches if prices.cost_of(batch).kind == "unpriced"]
    groups = sorted(((values[0], members) for values, members in grouped(unpriced, ["model"])),
                    key=lambda group: (-len(group[1]), group[0] is not None, group[0] or ""))
    rows = []
    for model, members in groups:
        tokens = [billed_tokens(batch) for batch in members]
        created = [batch.created_at for batch in members]
        rows.append(Row({"model": model, "batches": len(members),
                         "input_tokens": sum(of_one["input_tokens"] for of_one in tokens),
                         "output_tokens": sum(of_one["output_tokens"] for of_one in tokens),
                         "first_created_at": min(created), "last_created_at": max(created)}))
    return rows


def used_prices(batches, prices):
    counts = {}
    for batch in batches:
        price = prices.cost_of(batch).price
        if price is not None:
            counts[price] = counts.get(price, 0) + 1
    return [Row({"model": price.model, "valid_from": price.day, "batches": count,
                 **{name: exact_text(getattr(price, name))
                    for name in ("input", "cached_input", "output", "batch_factor")}})
            for price, count in sorted(counts.items(), key=lambda used: (used[0].model, used[0].valid_from))]


def oddities(lines, batches):
    """What answers say oddly, by name, then what is odd about them beside others and about states."""
    now = lines.known_at
    looks = {}
    for batch in batches:
        answered = (lines.observed_at, SOURCE)
        for finding in batch.findings():
            looks.setdefault((0, finding), []).append((batch, answered))
        if batch.has_unknown_status():
            looks.setdefault((1, "unknown_status"), []).append((batch, answered))
        for place, oddity in enumerate(("times_out_of_order", "counts_do_not_add_up"), 2):
            if oddity in batch.oddities(now):
                looks.setdefault((place, oddity), []).append((batch, lines.last_look(batch)))
    rows, sources = [], []
    for (_, name), found in sorted(looks.items(), key=lambda one: one[0]):
        times = [seconds * 1_000_000 for _, (seconds, _) in found]
        rows.append(Row({"oddity": name, "count": len(found), "batches": len(found),
                         "first_observed_at_us": min(times), "last_observed_at_us": max(times),
                         "examples": first_ids([batch for batch, _ in found])}))
        labels = [source for _, (_, source) in found]
        sources += [Row({"oddity": name, "source": source, "count": labels.count(source)})
                    for source in sorted(set(labels))]
    return {"tables": {"oddities": {"rows": rows}, "oddities_by_source": {"rows": sources}}}


def coverage(lines, question, batches):
    begin, end = question.period or (None, None)
    known = lines.batches
    return {"facts": Row({
        "period_from": begin,
        "period_to": end,
        "as_of_us": None if lines.as_of is None else lines.as_of * 1_000_000,
        "known_at_us": lines.known_at * 1_000_000,
        "batches": len(batches),
        "batches_known": len(known),
        "log_entries": lines.entries,
        "rows_in_batches": len(known),
        "rows_in_errors": sum(len(batch.errors) for batch in known),
        "rows_in_request_counts": sum(1 for batch in known if batch.counts),
        "rows_in_metadata": sum(len(batch.metadata) for batch in known),
        "rows_in_token_usage": sum(1 for batch in known if "usage" in batch.said),
        "rows_in_observations": lines.entries,
        **{name: NotRecounted(reason) for name, reason in NOT_RECOUNTED.items()},
    })}
