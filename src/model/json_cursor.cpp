#include "model/json_cursor.hpp"

#include "model/half_pairs.hpp"
#include "model/json_fault.hpp"
#include "model/json_text.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace batchstore {

/// A parser and a padded copy of the text; reused, because both keep their memory.
struct JsonCursor::Buffers {
    simdjson::ondemand::parser parser;
    std::string text;
};

namespace {

constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_number(std::string_view token) {
    const auto digits = [&] {
        const auto count = std::min(token.find_first_not_of("0123456789"), token.size());
        token.remove_prefix(count);
        return count > 0;
    };
    const auto skip = [&](std::string_view any) {
        const bool found = !token.empty() && any.find(token.front()) != std::string_view::npos;
        token.remove_prefix(found ? 1 : 0);
        return found;
    };
    skip("-");
    if (!(skip("0") || digits()) || (skip(".") && !digits())) {
        return false;
    }
    if (skip("eE")) {
        skip("+-");
        if (!digits()) {
            return false;
        }
    }
    return token.empty();
}

/// Buffers of this thread that no cursor uses now. What a huge text made large is not kept.
template <class Buffers>
std::vector<std::unique_ptr<Buffers>>& idle_buffers() {
    thread_local std::vector<std::unique_ptr<Buffers>> idle;
    return idle;
}

}  // namespace

JsonCursor::JsonCursor(std::string_view text) : has_escapes_(text.find('\\') != std::string_view::npos) {
    auto& idle = idle_buffers<Buffers>();
    if (idle.empty()) {
        buffers_ = std::make_unique<Buffers>();
    } else {
        buffers_ = std::move(idle.back());
        idle.pop_back();
    }
    buffers_->text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    buffers_->text.assign(text);
    const auto start = std::find_if_not(text.begin(), text.end(), is_space);
    if (start == text.end() || *start != '{') {
        fail(simdjson::INCORRECT_TYPE);
    }
    check(buffers_->parser.iterate(buffers_->text.data(), text.size(), buffers_->text.capacity())
              .get(document_));
}

JsonCursor::~JsonCursor() {
    constexpr std::size_t keep_bytes = 1 << 20;
    if (buffers_->text.capacity() <= keep_bytes) {
        idle_buffers<Buffers>().push_back(std::move(buffers_));
    }
}

JsonCursor::Level::Level(JsonCursor& cursor) : cursor_(cursor) {
    if (cursor_.depth_ >= max_nesting) {
        throw Error(ErrorKind::invalid,
                    fmt::format("not JSON that can be stored: nested deeper than {} levels", max_nesting));
    }
    ++cursor_.depth_;
}

void JsonCursor::fail(simdjson::error_code code) const {
    if (const JsonFault fault = find_json_fault(buffers_->text); !fault.reason.empty()) {
        throw NotJson("not JSON: " + fault.reason, fault.position);
    }
    if (buffers_->text.starts_with("\xEF\xBB\xBF")) {
        throw NotJson("not JSON: byte 1: a byte order mark", 0);
    }
    if (code == simdjson::INCORRECT_TYPE) {
        throw NotJson("not a JSON object but another JSON value", 0);
    }
    throw NotJson(fmt::format("not JSON: {}", simdjson::error_message(code)), 0);
}

std::string_view JsonCursor::scalar_token(Value value) const {
    std::string_view token = value.raw_json_token();
    while (!token.empty() && is_space(token.back())) {
        token.remove_suffix(1);
    }
    return token;
}

std::string_view JsonCursor::unescape(const char* behind_quote) {
    const char* const end = buffers_->text.data() + buffers_->text.size();
    auto text = unescape_json({behind_quote, static_cast<std::size_t>(end - behind_quote)});
    if (!text) {
        fail(simdjson::STRING_ERROR);
    }
    return unescaped_.emplace_front(std::move(*text));
}

JsonKind JsonCursor::kind(Value value) {
    simdjson::ondemand::json_type type{};
    check(value.type().get(type));
    switch (type) {
        case simdjson::ondemand::json_type::array:
            return JsonKind::array;
        case simdjson::ondemand::json_type::object:
            return JsonKind::object;
        case simdjson::ondemand::json_type::number:
            return JsonKind::number;
        case simdjson::ondemand::json_type::string:
            return JsonKind::text;
        case simdjson::ondemand::json_type::boolean:
            return JsonKind::boolean;
        case simdjson::ondemand::json_type::null:
            break;
    }
    return JsonKind::null;
}

JsonValue JsonCursor::take(Value value, std::string& storage) {
    JsonValue taken{kind(value), {}};
    switch (taken.kind) {
        case JsonKind::text:
            if (value.get_string().get(taken.text) != simdjson::SUCCESS) {
                taken.text = unescape(value.raw_json_token().data() + 1);
            }
            taken.storable = !has_escapes_ || is_storable(taken.text);
            return taken;
        case JsonKind::array:
        case JsonKind::object:
            storage.clear();
            append_canonical(storage, value);
            taken.text = storage;
            return taken;
        default:
            break;
    }
    taken.text = scalar_token(value);
    const bool well_formed = taken.kind == JsonKind::number    ? is_number(taken.text)
                             : taken.kind == JsonKind::boolean ? taken.text == "true" || taken.text == "false"
                                                               : taken.text == "null";
    if (!well_formed) {
        fail(simdjson::TAPE_ERROR);
    }
    return taken;
}

void JsonCursor::append_canonical(std::string& out, Value value) {
    std::string storage;
    switch (kind(value)) {
        case JsonKind::array: {
            const std::size_t start = out.size();
            out += '[';
            each_element(value, [&](Value element) {
                if (out.size() > start + 1) {
                    out += ',';
                }
                append_canonical(out, element);
            });
            out += ']';
            break;
        }
        case JsonKind::object: {
            JsonMembers members;
            each_member(value, [&](std::string_view key, Value member) {
                const bool set = kind(member) != JsonKind::null;
                auto& [name, json] = members.emplace_back(key, std::string());
                append_canonical(json, member);
                if (!set) {
                    json.clear();
                }
            });
            if (!append_json_object(out, members)) {
                duplicate_keys_ = true;
            }
            break;
        }
        default:
            append_json(out, take(value, storage));
    }
}

std::string_view JsonCursor::raw(Value value) {
    std::string_view text;
    switch (kind(value)) {
        case JsonKind::array: {
            simdjson::ondemand::array array;
            check(value.get_array().get(array));
            check(array.raw_json().get(text));
            return text;
        }
        case JsonKind::object: {
            simdjson::ondemand::object object;
            check(value.get_object().get(object));
            check(object.raw_json().get(text));
            return text;
        }
        default:
            return scalar_token(value);
    }
}

std::size_t JsonCursor::position(Value value) const {
    const std::string_view token = value.raw_json_token();
    return static_cast<std::size_t>(token.data() - buffers_->text.data());
}

void JsonCursor::expect_end() {
    const char* behind = nullptr;
    if (document_.current_location().get(behind) != simdjson::OUT_OF_BOUNDS) {
        fail(simdjson::TRAILING_CONTENT);
    }
}

void append_json(std::string& out, const JsonValue& value) {
    if (value.kind == JsonKind::text) {
        append_json_string(out, value.text);
    } else {
        out += value.text;
    }
}

}  // namespace batchstore
