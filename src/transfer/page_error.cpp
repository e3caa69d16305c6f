#include "transfer/page_error.hpp"

#include "model/excerpt.hpp"
#include "model/json_cursor.hpp"
#include "model/json_text.hpp"
#include "model/spelling.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::size_t longest_quotation = 200;

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& words, std::string_view text) {
    return std::ranges::find(words, text) != words.end();
}

/// Keys under which servers say what happened, the plainest first.
constexpr std::array<std::string_view, 6> message_keys{"message", "msg",    "error_description",
                                                       "detail",  "reason", "title"};
constexpr std::array<std::string_view, 6> words_of_success{"",   "success", "succeeded",
                                                           "ok", "succeed", "successful"};

/// The best message met so far: a key that means one beats any text.
class Message {
public:
    void offer(std::string_view key, std::string_view text) {
        const auto rank =
            static_cast<std::size_t>(std::ranges::find(message_keys, key) - message_keys.begin());
        if (!text.empty() && (text_.empty() || rank < rank_)) {
            text_ = text;
            rank_ = rank;
        }
    }
    const std::string& text() const { return text_; }
    std::string quoted() const {
        std::string json;
        append_json_string(json, text_);
        return json;
    }

private:
    std::string text_;
    std::size_t rank_ = message_keys.size();
};

/// Whether a code means that all is well.
bool is_success(const JsonValue& code) {
    std::int64_t number = 0;
    const char* const end = code.text.data() + code.text.size();
    const auto [behind, error] = std::from_chars(code.text.data(), end, number);
    if (error == std::errc() && behind == end) {
        return number == 0 || (number >= 200 && number < 300);
    }
    return code.kind == JsonKind::null || code.kind == JsonKind::object || code.kind == JsonKind::array ||
           is_one_of(words_of_success, in_small_letters(std::string(code.text))) || code.text == "true";
}

/// Whether a status of the page, which is not a batch, means that it failed.
bool is_failure(const JsonValue& status) {
    constexpr std::array<std::string_view, 4> words{"error", "fail", "failed", "failure"};
    if (status.kind == JsonKind::text) {
        return is_one_of(words, in_small_letters(std::string(status.text)));
    }
    return status.kind == JsonKind::number && status.text.size() == 3 && status.text >= "400";
}

/// Reads what stands beside the list of a page.
class PageReading {
public:
    explicit PageReading(std::string_view page) : cursor_(page) {
        cursor_.each_member([&](std::string_view key, JsonCursor::Value value) { read(key, value); });
    }

    std::string what_is_wrong() const {
        if (has_error_) {
            return error_.text().empty() ? error_text_ : error_.quoted();
        }
        const bool means_success =
            succeeds_ ||
            (!message_.text().empty() && is_one_of(words_of_success, in_small_letters(message_.text())));
        const std::string& wrong = wrong_flag_.empty() && !means_success ? wrong_code_ : wrong_flag_;
        return wrong.empty() || message_.text().empty() ? wrong : message_.quoted();
    }

private:
    void read(std::string_view key, JsonCursor::Value value) {
        if (key == "error" || key == "errors") {
            const bool had_error = has_error_;
            read_error("", value);
            if (has_error_ && !had_error) {
                error_text_ = fmt::format("\"{}\" is not empty", key);
            }
            return;
        }
        const JsonValue taken = cursor_.take(value, storage_);
        const std::string said = fmt::format("\"{}\" is {}", key, excerpt(taken.text, longest_quotation));
        if (key == "success" || key == "ok") {
            const bool failed = taken.kind != JsonKind::null && (taken.text == "false" || taken.text == "0");
            wrong_flag_ = failed ? said : wrong_flag_;
            succeeds_ = succeeds_ || taken.text == "true" || taken.text == "1";
        } else if (key == "code") {
            wrong_code_ = is_success(taken) ? wrong_code_ : said;
        } else if (key == "status") {
            wrong_code_ = is_failure(taken) ? said : wrong_code_;
        } else if (taken.kind == JsonKind::text && is_one_of(message_keys, key)) {
            message_.offer(key, taken.text);
        }
    }

    /// Looks for content at any depth.
    void read_error(std::string_view key, JsonCursor::Value value) {
        const JsonKind kind = cursor_.kind(value);
        if (kind == JsonKind::object) {
            cursor_.each_member(
                value, [&](std::string_view inner, JsonCursor::Value member) { read_error(inner, member); });
        } else if (kind == JsonKind::array) {
            cursor_.each_element(value, [&](JsonCursor::Value element) { read_error(key, element); });
        } else {
            const JsonValue taken = cursor_.take(value, storage_);
            const bool says_nothing = kind == JsonKind::null || taken.text.empty() || taken.text == "false" ||
                                      (kind == JsonKind::number && taken.text == "0");
            has_error_ = has_error_ || !says_nothing;
            if (kind == JsonKind::text) {
                error_.offer(key, taken.text);
            }
        }
    }

    JsonCursor cursor_;
    std::string storage_;
    bool has_error_ = false;
    bool succeeds_ = false;
    Message error_;
    std::string error_text_;  ///< when the error has no text
    Message message_;
    std::string wrong_flag_;
    std::string wrong_code_;
};

}  // namespace

std::string error_beside_list(std::string_view page) {
    try {
        const std::string wrong = PageReading(page).what_is_wrong();
        return wrong.empty() ? wrong
                             : "the server answered with an error beside the list: " +
                                   excerpt(wrong, longest_quotation);
    } catch (const Error&) {
        return "";
    }
}

}  // namespace batchstore
