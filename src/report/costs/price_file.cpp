#include "model/json_cursor.hpp"
#include "report/costs/decimal_number.hpp"
#include "report/costs/model_pattern.hpp"

#include <batchstore/error.hpp>
#include <batchstore/prices.hpp>
#include <batchstore/time.hpp>
#include <batchstore/transfer.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <set>

#include <fmt/format.h>

namespace batchstore {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorKind::invalid, what);
}

std::string_view text_of(const JsonValue& value) {
    if (value.kind != JsonKind::text) refuse("is not a text in quotes");
    return value.text;
}

/// As it stands in the file, so that no digit is lost.
std::string_view number_of(const JsonValue& value) {
    if (value.kind != JsonKind::number && value.kind != JsonKind::text) refuse("is not a number");
    return value.text;
}

std::int64_t money(const JsonValue& value) {
    return read_decimal(number_of(value), 8, 1'000'000);
}

void set_model(Price& price, const JsonValue& value) {
    constexpr std::size_t longest = 256;
    price.model = text_of(value);
    if (price.model.empty()) refuse("is empty; write the name of a model, or a pattern such as gpt-*");
    if (price.model.size() > longest) refuse(fmt::format("is longer than {} bytes", longest));
}

void set_valid_from(Price& price, const JsonValue& value) {
    const std::string_view text = text_of(value);
    const bool is_date = text.size() == std::string_view("2026-01-31").size() && text.find('-') == 4;
    const auto time_us = is_date ? read_time_us(text, 0) : std::nullopt;
    if (!time_us) refuse(in_quotes(text) + " is not a date; write it as 2026-01-31");
    price.valid_from = *time_us / 1'000'000;
}

/// What may stand in an entry.
struct EntryKey {
    std::string_view name;
    void (*set)(Price&, const JsonValue&);
    std::string_view when_missing;  ///< what to do then; empty: it may be missing
};

constexpr std::array entry_keys{
    EntryKey{"model", set_model, "write the name of a model, or a pattern such as gpt-*"},
    EntryKey{"valid_from", set_valid_from, "write the first day of these prices, such as 2026-01-31"},
    EntryKey{"input", [](Price& price, const JsonValue& value) { price.input = money(value); },
             "write the price of a million input tokens"},
    EntryKey{"cached_input", [](Price& price, const JsonValue& value) { price.cached_input = money(value); },
             ""},
    EntryKey{"output", [](Price& price, const JsonValue& value) { price.output = money(value); },
             "write the price of a million output tokens"},
    EntryKey{"batch_factor",
             [](Price& price, const JsonValue& value) {
                 price.batch_factor = read_decimal(number_of(value), 4, 1'000);
             },
             "write 0.5 if a batch pays half of these prices, 1 if it pays all"},
};

std::string known_keys() {
    std::string names;
    for (const EntryKey& key : entry_keys) names += (names.empty() ? "" : ", ") + std::string(key.name);
    return names;
}

std::size_t line_at(std::string_view text, std::size_t position) {
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, position), '\n'));
}

/// Reads one text, and says where it finds a mistake.
class PriceFile {
public:
    /// Both must outlive it. @throws NotJson
    PriceFile(std::string_view text, const std::string& name) : text_(text), name_(name), cursor_(text) {}

    /// @throws NotJson, Error{invalid}
    PriceList read();

private:
    using Value = JsonCursor::Value;
    using Keys = std::set<std::string, std::less<>>;

    void read_currency(Value value);
    void read_entries(Value value);
    void read_entry(Value value, const std::string& path);
    void read_key(Price& price, std::string_view key, Value value, const std::string& path);
    void refuse_overlap(const Price& price, const std::string& path) const;

    std::size_t line_of(Value value) const { return line_at(text_, cursor_.position(value)); }
    [[noreturn]] void refuse_at(std::size_t line, std::string_view path, std::string_view what) const {
        refuse(fmt::format("{}: line {}: {}: {}", name_, line, path, what));
    }

    std::string_view text_;
    const std::string& name_;
    JsonCursor cursor_;
    std::string currency_;
    std::vector<Price> prices_;
};

PriceList PriceFile::read() {
    Keys seen;
    cursor_.each_member([&](std::string_view key, Value value) {
        if (!seen.emplace(key).second) refuse_at(line_of(value), key, "stands twice");
        if (key == "currency") {
            read_currency(value);
        } else if (key == "entries") {
            read_entries(value);
        } else {
            refuse_at(line_of(value), key, "is not known; the keys are currency and entries");
        }
    });
    cursor_.expect_end();
    if (currency_.empty()) refuse_at(1, "currency", "is missing; write that of all prices, such as USD");
    if (prices_.empty()) refuse_at(1, "entries", "is missing; write a list of prices");
    return {std::move(currency_), std::move(prices_)};
}

void PriceFile::read_currency(Value value) {
    const std::size_t line = line_of(value);
    std::string storage;
    const JsonValue taken = cursor_.take(value, storage);
    const bool is_code = taken.kind == JsonKind::text && taken.text.size() == 3 &&
                         std::ranges::all_of(taken.text, [](char c) { return 'A' <= c && c <= 'Z'; });
    if (!is_code)
        refuse_at(line, "currency", in_quotes(taken.text) + " is not three capital letters, such as USD");
    currency_ = taken.text;
}

void PriceFile::read_entries(Value value) {
    const std::size_t line = line_of(value);
    if (cursor_.kind(value) != JsonKind::array) refuse_at(line, "entries", "is not a list in [ and ]");
    std::size_t index = 0;
    cursor_.each_element(value, [&](Value entry) { read_entry(entry, fmt::format("entries[{}]", index++)); });
    if (prices_.empty()) refuse_at(line, "entries", "is empty; write at least one price");
}

void PriceFile::read_entry(Value value, const std::string& path) {
    Price price{.line = line_of(value)};
    if (cursor_.kind(value) != JsonKind::object) refuse_at(price.line, path, "is not an object in { and }");
    Keys seen;
    cursor_.each_member(value, [&](std::string_view key, Value member) {
        const std::string place = fmt::format("{}.{}", path, key);
        if (!seen.emplace(key).second) refuse_at(line_of(member), place, "stands twice");
        read_key(price, key, member, place);
    });
    for (const EntryKey& key : entry_keys) {
        if (key.when_missing.empty() || seen.contains(key.name)) continue;
        refuse_at(price.line, fmt::format("{}.{}", path, key.name),
                  fmt::format("is missing; {}", key.when_missing));
    }
    if (!seen.contains("cached_input")) price.cached_input = price.input;
    refuse_overlap(price, path);
    prices_.push_back(std::move(price));
}

void PriceFile::read_key(Price& price, std::string_view key, Value value, const std::string& path) {
    const std::size_t line = line_of(value);
    const auto known = std::ranges::find(entry_keys, key, &EntryKey::name);
    if (known == entry_keys.end()) refuse_at(line, path, "is not known; the keys are " + known_keys());
    std::string storage;
    const JsonValue taken = cursor_.take(value, storage);
    try {
        known->set(price, taken);
    } catch (const Error& mistake) {
        refuse_at(line, path, mistake.what());
    }
}

/// Of two entries for one model and day it must be clear which counts.
void PriceFile::refuse_overlap(const Price& price, const std::string& path) const {
    for (const Price& before : prices_) {
        if (before.model == price.model) {
            if (before.valid_from != price.valid_from) continue;
            refuse_at(price.line, path,
                      fmt::format("has the model and the day of the entry in line {}", before.line));
        }
        const bool one_is_better = is_pattern(before.model) != is_pattern(price.model) ||
                                   plain_characters(before.model) != plain_characters(price.model);
        if (one_is_better || !overlap(before.model, price.model)) continue;
        refuse_at(price.line, path + ".model",
                  fmt::format("{} and {} in line {} fit the same names equally well; make one of them longer",
                              in_quotes(price.model), in_quotes(before.model), before.line));
    }
}

std::string content_of(Input& input) {
    constexpr std::size_t longest = std::size_t{16} << 20;
    std::string content;
    std::array<char, 65'536> piece{};
    while (const std::size_t size = input.read(piece.data(), piece.size())) {
        content.append(piece.data(), size);
        if (content.size() > longest) refuse(input.name() + ": is larger than 16 MiB; no price file is");
    }
    return content;
}

}  // namespace

PriceList PriceList::parse(std::string_view text, const std::string& name) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) refuse(name + ": is empty");
    try {
        return PriceFile(text, name).read();
    } catch (const NotJson& fault) {
        refuse(fmt::format("{}: line {}: {}", name, line_at(text, fault.position()), fault.what()));
    }
}

PriceList PriceList::read(const std::string& path) {
    const auto input = open_input(path);
    return parse(content_of(*input), path);
}

}  // namespace batchstore
