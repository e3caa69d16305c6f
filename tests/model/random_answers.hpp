#pragma once

#include "model/random_spelling.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

/// Random answers as servers might send them, each with what reading must make of it.
namespace batchstore::testing {

using nlohmann::json;

/// A JSON value as a server says it, and as the JSON of the batch must show it.
struct Said {
    json said;
    json shown;
};

/// A value without the null members of its objects.
inline json without_nulls(const json& value) {
    if (!value.is_structured()) {
        return value;
    }
    json kept = value.is_array() ? json::array() : json::object();
    for (const auto& [key, member] : value.items()) {
        if (value.is_array()) {
            kept.push_back(without_nulls(member));
        } else if (!member.is_null()) {
            kept[key] = without_nulls(member);
        }
    }
    return kept;
}

class RandomAnswers {
public:
    explicit RandomAnswers(unsigned seed) : random_(seed) {}

    /// An answer about one batch; every field may be absent.
    Said answer() {
        const std::string id = plain_text(1);
        Said answer{{{one_in(8) ? "Id" : "id", id}, {one_in(8) ? "Object" : "object", "batch"}},
                    json::object()};
        answer.shown = {{"id", id}, {"object", "batch"}};
        for (const char* name :
             {"endpoint", "model", "input_file_id", "completion_window", "output_file_id", "error_file_id"}) {
            add_field(answer, name, text_field());
        }
        for (const char* name :
             {"created_at", "in_progress_at", "expires_at", "finalizing_at", "completed_at", "failed_at",
              "expired_at", "cancelling_at", "cancelled_at"}) {
            add_field(answer, name, time());
        }
        add_field(answer, "status", status());
        add_field(answer, "request_counts", one_in(3) ? no_object() : counts());
        add_field(answer, "usage", one_in(3) ? no_object() : usage());
        add_field(answer, "metadata", one_in(3) ? no_object() : metadata());
        add_errors(answer);
        for (int unknown = number(0, 3); unknown > 0; --unknown) {
            const json value = any(3);
            add(answer, "x-" + text(0), {value, without_nulls(value)});
        }
        return answer;
    }

    /// JSON text with white space and keys in any order, `null` members added and some letters escaped.
    std::string spelled(const json& value) {
        if (value.is_string()) {
            return spelled_text(value.get<std::string>());
        }
        if (!value.is_structured()) {
            return value.dump();
        }
        std::vector<std::string> parts;
        for (const auto& [key, member] : value.items()) {
            parts.push_back((value.is_array() ? "" : spelled_text(key) + space() + ":" + space()) +
                            spelled(member));
        }
        if (value.is_object()) {
            for (const char* key : {"nil", "code", "data", "total", "cached_tokens", "error"}) {
                if (one_in(8) && !value.contains(key)) {
                    parts.push_back("\"" + std::string(key) + "\":null");
                }
            }
            std::shuffle(parts.begin(), parts.end(), random_);
        }
        std::string joined;
        for (const std::string& part : parts) {
            joined += (joined.empty() ? "" : ",") + space() + part + space();
        }
        return value.is_array() ? "[" + joined + "]" : "{" + joined + "}";
    }

    /// A JSON text in which half of an emoji stands for each €.
    std::string with_halves(std::string text) {
        const std::string mark = "€";
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
            text.replace(at, mark.size(), one_in(2) ? "\\ud83d" : "\\uDE00");
        }
        return text;
    }

    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    bool one_in(int count) { return number(1, count) == 1; }

private:
    template <class Value>
    Value pick(const std::vector<Value>& values) {
        return values[static_cast<std::size_t>(number(0, static_cast<int>(values.size()) - 1))];
    }

    std::int64_t big(std::int64_t least, std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
    }

    std::string text(int least) {
        std::string made;
        for (int length = number(least, 6); length > 0; --length) {
            made += pick<std::string>({"a", "B", "0", " ", "\"", "\\", "/", "\n", "\x01",
                                       std::string(1, '\0'), "\x7f", "é", "€", "\xf0\x9f\x98\x80", "{", ","});
        }
        return made;
    }

    /// A text that every column can hold.
    std::string plain_text(int least) {
        std::string made = text(least);
        std::replace(made.begin(), made.end(), '\0', '0');
        return made;
    }

    /// Any JSON value, nested at most so deep.
    json any(int depth) {
        json made;
        switch (number(0, depth > 0 ? 8 : 5)) {
            case 0:
                return nullptr;
            case 1:
                return one_in(2);
            case 2:
                return big(std::numeric_limits<std::int64_t>::min(),
                           std::numeric_limits<std::int64_t>::max());
            case 3:
                return number(-9, 9) / 4.0;
            case 4:
                return 1e300;
            case 5:
                return text(0);
            case 6:
                made = json::array();
                for (int length = number(0, 3); length > 0; --length) {
                    made.push_back(any(depth - 1));
                }
                return made;
            default:
                made = json::object();
                for (int length = number(0, 3); length > 0; --length) {
                    made[text(0)] = any(depth - 1);
                }
                return made;
        }
    }

    Said same(const json& value) { return {value, value}; }

    /// A value of any type that the API does not document for a field.
    Said unreadable() {
        return pick<Said>({same(true),
                           same(json::array()),
                           same("?"),
                           {{{"a", nullptr}}, json::object()},
                           same({{"a", {1, nullptr}}})});
    }

    Said text_field() {
        const std::string given = text(1);
        return pick<Said>(
            {same(given), same(given), same(nullptr), {"", nullptr}, same(7), same(2.5), same({1})});
    }

    Said status() {
        return pick<Said>({same("failed"),
                           same("queued"),
                           {"COMPLETED", "completed"},
                           {"InProgress", "in_progress"},
                           {"in-progress", "in_progress"},
                           {"In Progress", "in_progress"},
                           same(std::string("\0", 1)),
                           {"Canceled", "cancelled"},
                           {"CANCELING", "cancelling"},
                           {"Odd One", "odd one"},
                           {"", nullptr},
                           same(nullptr),
                           same(5)});
    }

    Said time() {
        const std::int64_t seconds = big(1, 99'999'999'999);
        const std::int64_t milliseconds = big(100'000'000'000, 99'999'999'999'999);
        const std::int64_t in_century = big(946'684'800, 4'102'444'799);
        return pick<Said>({same(seconds),
                           {milliseconds, milliseconds / 1000},
                           {std::to_string(in_century), in_century},
                           {std::to_string(in_century * 1000 + 999), in_century},
                           same(std::to_string(big(1, 946'684'799))),
                           same("20261101120000"),
                           {"20261101T120000Z", 1793534400},
                           {"2026-11-01 14:00+02", 1793534400},
                           {"-7", nullptr},
                           {1700000000.75, 1700000000},
                           {"2023-11-14T22:13:20.5Z", 1700000000},
                           {0, nullptr},
                           {-5, nullptr},
                           {0.5, nullptr},
                           {"", nullptr},
                           {"1970-01-01T00:00:00Z", nullptr},
                           same(nullptr),
                           same(milliseconds * 1000),
                           same("9999-12-31T23:59:59Z"),
                           unreadable()});
    }

    Said count() {
        const std::int64_t given = big(0, std::numeric_limits<std::int64_t>::max());
        return pick<Said>({same(given),
                           same(given),
                           {std::to_string(given), given},
                           {5.0, 5},
                           same(4.5),
                           same(-1 - given),
                           same("-3"),
                           {"", nullptr},
                           same(nullptr),
                           unreadable()});
    }

    /// What stands in place of an object of counts, tokens or metadata.
    Said no_object() {
        return pick<Said>(
            {same(nullptr), {"", nullptr}, same("4/9"), same(7), same(json::array()), same({1, nullptr})});
    }

    Said counts() {
        Said made{json::object(), {{"total", nullptr}, {"completed", nullptr}, {"failed", nullptr}}};
        for (const char* name : {"total", "completed", "failed"}) {
            add_field(made, name, count());
        }
        add_unknown(made);
        return made;
    }

    Said details(const char* tokens) {
        Said made{json::object(), {{tokens, nullptr}}};
        add_field(made, tokens, count());
        add_unknown(made);
        return pick<Said>({made, made, same(7), {nullptr, {{tokens, nullptr}}}});
    }

    Said usage() {
        Said made{json::object(),
                  {{"input_tokens", nullptr},
                   {"input_tokens_details", {{"cached_tokens", nullptr}}},
                   {"output_tokens", nullptr},
                   {"output_tokens_details", {{"reasoning_tokens", nullptr}}},
                   {"total_tokens", nullptr}}};
        for (const char* name : {"input_tokens", "output_tokens", "total_tokens"}) {
            add_field(made, name, count());
        }
        add_field(made, "input_tokens_details", details("cached_tokens"));
        add_field(made, "output_tokens_details", details("reasoning_tokens"));
        add_unknown(made);
        return made;
    }

    Said metadata() {
        Said made{json::object(), json::object()};
        for (int pairs = number(0, 4); pairs > 0; --pairs) {
            const std::string key = plain_text(0);
            const json value = one_in(2) ? json(text(0)) : any(2);
            const bool is_text =
                value.is_string() && value.get<std::string>().find('\0') == std::string::npos;
            made.said[key] = value;
            made.shown.erase(key);
            if (!value.is_null()) {
                made.shown[key] = is_text ? value : json(without_nulls(value).dump());
            }
        }
        return made;
    }

    static json list(const json& row) { return {{"object", "list"}, {"data", json::array({row})}}; }
    static json row(const json& code, const json& message, const json& line) {
        return {{"code", code}, {"message", message}, {"param", nullptr}, {"line", line}};
    }

    /// Errors in every shape, each with one row at most.
    Said errors(const std::string& message) {
        const json plain = {{"message", message}};
        const json counted = {{"message", message}, {"n", 1}};
        const json odd = {{"line", 1.5}, {"message", ""}};
        json beside = list(row(nullptr, message, nullptr));
        beside["n"] = 1;
        return pick<Said>(
            {same(nullptr),
             {"", nullptr},
             {json::array(), nullptr},
             {{{"object", "list"}, {"data", json::array()}}, nullptr},
             {list({{"code", "c"}, {"line", "7"}}), list(row("c", nullptr, 7))},
             {list({{"Code", "c"}, {"line", nullptr}, {"LINE", 7}}), list(row("c", nullptr, 7))},
             {{{"Data", json::array({plain})}}, list(row(nullptr, message, nullptr))},
             {list(message), list(row(nullptr, message, nullptr))},
             same(list({{"code", std::string("\0", 1)}})),
             same(list({{"code", "c"}, {"Code", 5}})),
             {list({{"code", 5}, {"param", ""}}), list(row("5", nullptr, nullptr))},
             {list(odd), list(odd)},
             {{{"data", json::array({plain})}, {"n", 1}}, beside},
             {message, list(row(nullptr, message, nullptr))},
             {json::array({"", message, nullptr}), list(row(nullptr, message, nullptr))},
             {json::array({7}), list(7)},
             {{{"message", message}, {"data", json::array()}}, list(row(nullptr, message, nullptr))},
             {counted, list(counted)},
             same(7),
             same({{"n", 1}, {"object", "list"}}),
             same({{"data", {{"code", "c"}}}})});
    }

    void add_errors(Said& answer) {
        const std::string message = plain_text(1);
        const Said errors = this->errors(message);
        const Said singular =
            pick<Said>({{message, list(row(nullptr, message, nullptr))},
                        {{{"message", message}, {"code", 5}}, list(row("5", message, nullptr))}});
        if (one_in(2)) {
            answer.said[one_in(6) ? "Errors" : "errors"] = errors.said;
            answer.shown["errors"] = errors.shown;
        }
        if (one_in(4)) {
            const bool counts = !answer.shown.contains("errors") || answer.shown["errors"].is_null();
            const char* const key = one_in(4) ? "Error" : "error";
            answer.said[key] = singular.said;
            answer.shown[counts ? "errors" : key] = counts ? singular.shown : singular.said;
        }
    }

    void add(Said& object, const std::string& key, const Said& member) {
        if (!one_in(3)) {
            object.said[key] = member.said;
            object.shown[key] = member.shown;
        }
    }

    /// Adds a documented member under its name or another one, or under both.
    void add_field(Said& object, const std::string& name, const Said& member) {
        if (one_in(3)) {
            return;
        }
        object.shown[name] = member.shown;
        const std::string other = other_name(name);
        if (one_in(6)) {
            object.said[other] = member.said;
            return;
        }
        object.said[name] = member.said;
        if (one_in(12) && !member.said.is_null() && !member.shown.is_null()) {
            object.said[other] = number(1, 9);
            object.shown[other] = object.said[other];
        }
    }

    std::string other_name(std::string name) {
        const bool is_input = name.starts_with("input_tokens");
        if ((is_input || name.starts_with("output_tokens")) && one_in(2)) {
            name = (is_input ? "prompt" : "completion") + name.substr(name.find('_'));
            return one_in(2) ? name : other_spelling(name, random_);
        }
        return other_spelling(name, random_);
    }

    void add_unknown(Said& object) {
        const json value = any(2);
        if (one_in(2) && !value.is_null()) {
            add(object, "x-" + text(0), {value, without_nulls(value)});
        }
    }

    std::string space() { return pick<std::string>({"", "", "", " ", "\n", "\t", "\r\n  "}); }

    std::string spelled_text(const std::string& value) {
        std::string spelling = json(value).dump();
        if (one_in(4) && spelling.find('\\') == std::string::npos &&
            spelling.find('a') != std::string::npos) {
            spelling.replace(spelling.find('a'), 1, "\\u0061");
        }
        return spelling;
    }

    std::mt19937 random_;
};

}  // namespace batchstore::testing
