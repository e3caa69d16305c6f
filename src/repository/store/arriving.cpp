#include "repository/store/arriving.hpp"

#include "model/json_text.hpp"
#include "model/reading.hpp"

#include <batchstore/error.hpp>
#include <batchstore/refresh.hpp>
#include <batchstore/removal.hpp>
#include <batchstore/time.hpp>

#include <string>

#include <fmt/format.h>

namespace batchstore {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error(ErrorKind::invalid, what);
}

}  // namespace

void refuse_no_time(std::string_view name, std::int64_t time_us) {
    if (time_us < first_time_us || time_us > last_time_us) {
        refuse(fmt::format("{} {} is outside the years 1 to 9999", name, time_us));
    }
}

void refuse_no_label(std::string_view source) {
    if (!is_utf8(source)) refuse("the source is not UTF-8; give another label");
    if (source.size() > max_source_bytes) {
        refuse(fmt::format("the source has {} bytes, and at most {} may be; give a shorter label",
                           source.size(), max_source_bytes));
    }
}

void refuse_no_reason(std::string_view reason) {
    if (!is_utf8(reason)) refuse("the reason is not UTF-8; give another text");
    if (reason.size() > max_reason_bytes) {
        refuse(fmt::format("the reason has {} bytes, and at most {} may be; give a shorter text",
                           reason.size(), max_reason_bytes));
    }
}

void refuse_no_absence(std::string_view words) {
    if (!is_utf8(words) || words.find('\0') != std::string_view::npos) {
        refuse("what the server said is no text: it is not UTF-8, or has U+0000 in it");
    }
    if (words.size() > max_absence_bytes) {
        refuse(fmt::format("what the server said has {} bytes, and at most {} may be; give its beginning",
                           words.size(), max_absence_bytes));
    }
    if (is_answer(words)) refuse("what the server said is an answer about a batch; store it as one");
}

}  // namespace batchstore
