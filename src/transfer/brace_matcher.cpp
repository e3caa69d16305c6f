#include "transfer/brace_matcher.hpp"

#include <array>
#include <utility>

namespace batchstore {

namespace {

enum class Kind : std::uint8_t { plain, space, newline, quote, backslash, open, close, divide };

constexpr std::array<Kind, 256> kinds = [] {
    std::array<Kind, 256> table{};
    table[' '] = table['\t'] = table['\r'] = Kind::space;
    table['\n'] = Kind::newline;
    table['"'] = Kind::quote;
    table['\\'] = Kind::backslash;
    table['{'] = table['['] = Kind::open;
    table['}'] = table[']'] = Kind::close;
    table[record_separator] = table['\0'] = table['\x1a'] = Kind::divide;
    return table;
}();

Kind kind_of(char c) {
    return kinds[static_cast<unsigned char>(c)];
}

/// Whether a byte means something inside a string.
constexpr std::array<bool, 256> stops_string = [] {
    std::array<bool, 256> table{};
    table['"'] = table['\\'] = table['\n'] = true;
    table[record_separator] = table['\0'] = table['\x1a'] = true;
    return table;
}();

/// Position behind the bytes of one kind that begin at `position`.
std::size_t behind_run(std::string_view text, std::size_t position, Kind kind) {
    const char* at = text.data() + position;
    const char* const end = text.data() + text.size();
    while (at != end && kind_of(*at) == kind) {
        ++at;
    }
    return static_cast<std::size_t>(at - text.data());
}

/// Whether a line that begins with this character may go on with an object that stands behind a prefix.
bool goes_on_in(char c) {
    return c == ',' || c == ':';
}

}  // namespace

void BraceMatcher::begin(std::int64_t line, Options options) {
    options_ = options;
    keys_ = {};
    position_ = 0;
    line_ = first_line_ = line;
    line_start_ = -1;
    depth_ = 0;
    in_string_ = escaped_ = false;
    last_ = 0;
    restart_.reset();
    in_doubt_.reset();
}

void BraceMatcher::begin_behind_records(std::int64_t line, bool strict) {
    const PageKeys keys = keys_;
    const bool may_be_wrapper = options_.may_be_wrapper;
    begin(line, {.margin = 0, .strict = strict, .may_be_page = true, .may_be_wrapper = may_be_wrapper});
    keys_ = keys;
    is_array_[0] = false;
    depth_ = 1;
    last_ = ']';
    position_ = 1;
}

BraceMatcher::Stop BraceMatcher::scan(std::string_view text) {
    Stop stop = Stop::more;
    const bool prefixed = options_.prefixed;
    while (stop == Stop::more && position_ < text.size()) {
        if (in_string_) {
            stop = scan_string(text);
            continue;
        }
        const Kind kind = kind_of(text[position_]);
        switch (kind) {
            case Kind::plain:
            case Kind::backslash:
                if (prefixed && line_start_ == static_cast<std::ptrdiff_t>(position_) &&
                    !goes_on_in(text[position_])) {
                    note_restart(0);
                    stop = Stop::next_record;
                    break;
                }
                position_ = behind_run(text, position_, kind);
                last_ = text[position_ - 1];
                break;
            case Kind::space:
                position_ = behind_run(text, position_, kind);
                break;
            case Kind::newline:
                line_start_ = static_cast<std::ptrdiff_t>(++position_);
                ++line_;
                break;
            case Kind::quote:
                string_start_ = ++position_;
                in_string_ = true;
                break;
            case Kind::open:
                stop = open(text);
                break;
            case Kind::close:
                last_ = text[position_++];
                --depth_;
                stop = depth_ == 0 ? Stop::closed : in_doubt_ ? settle_doubt() : Stop::more;
                break;
            case Kind::divide:
                stop = divide(text);
                break;
        }
    }
    return stop;
}

/// At a byte that no JSON text holds: RS begins a record, and so do NUL and U+001A before a bracket, as what
/// was written before them is broken.
BraceMatcher::Stop BraceMatcher::divide(std::string_view text) {
    const bool separates = text[position_] == record_separator;
    const std::size_t behind = separates ? position_ : behind_run(text, position_, Kind::divide);
    if (behind == text.size()) {
        return Stop::undecided;
    }
    if (separates || kind_of(text[behind]) == Kind::open) {
        note_restart(0);
        return Stop::next_record;
    }
    position_ = behind;
    return Stop::more;
}

BraceMatcher::Stop BraceMatcher::scan_string(std::string_view text) {
    const char* at = text.data() + position_;
    const char* const end = text.data() + text.size();
    while (at != end) {
        if (escaped_) {
            escaped_ = false;
            at += *at == '"' || *at == '\\' ? 1 : 0;
            continue;
        }
        if (!stops_string[static_cast<unsigned char>(*at)]) {
            ++at;
            continue;
        }
        position_ = static_cast<std::size_t>(at - text.data());
        switch (kind_of(*at)) {
            case Kind::quote:
                if (options_.may_be_page && (depth_ == 1 || in_doubt_)) {
                    see_string(text.substr(string_start_, position_ - string_start_));
                }
                last_ = '"';
                in_string_ = false;
                ++position_;
                return Stop::more;
            case Kind::newline:
                return Stop::line_ended;
            case Kind::divide:
                return divide(text);
            default:
                escaped_ = true;
                ++at;
        }
    }
    position_ = text.size();
    return Stop::more;
}

BraceMatcher::Stop BraceMatcher::open(std::string_view text) {
    if (const auto column = column_of_bracket(text)) {
        note_restart(*column);
        if (options_.strict || !value_may_follow()) {
            return Stop::next_record;
        }
    }
    const bool is_array = text[position_] == '[';
    const char before = last_;
    last_ = text[position_++];
    if (is_array && depth_ == 1 && options_.may_be_page && keys_.records_begin(before)) {
        return Stop::records;
    }
    if (is_array && depth_ == 1 && options_.may_be_wrapper && keys_.records_may_begin(before)) {
        in_doubt_ = RecordsInDoubt{position_, line_, restart_};
    }
    if (depth_ < tracked_depth) {
        is_array_[depth_] = is_array;
    }
    ++depth_;
    return Stop::more;
}

void BraceMatcher::see_string(std::string_view content) {
    constexpr std::size_t depth_of_items = 3;
    if (depth_ == 1) {
        keys_.see(last_, content);
    } else if (depth_ == depth_of_items) {
        in_doubt_->first_item.see(last_, content);
    }
}

/// Behind the first item of an array that may hold records, or at its end: goes back to its beginning if it
/// does.
BraceMatcher::Stop BraceMatcher::settle_doubt() {
    if (depth_ > 2) {
        return Stop::more;
    }
    const RecordsInDoubt began = *std::exchange(in_doubt_, std::nullopt);
    if (!began.first_item.look_like_batch()) {
        return Stop::more;
    }
    position_ = began.position;
    line_ = began.line;
    restart_ = began.restart;
    return Stop::records;
}

/// The white space before the bracket at `position`, if it begins its line and stands where a record may
/// begin.
std::optional<std::size_t> BraceMatcher::column_of_bracket(std::string_view text) const {
    if (line_start_ < 0) {
        return std::nullopt;
    }
    auto start = static_cast<std::size_t>(line_start_);
    start += text.substr(start).starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    if (position_ - start > options_.margin || behind_run(text, start, Kind::space) != position_) {
        return std::nullopt;
    }
    return position_ - start;
}

bool BraceMatcher::value_may_follow() const {
    const bool in_array = depth_ > 0 && depth_ <= tracked_depth && is_array_[depth_ - 1];
    return last_ == ':' || last_ == '[' || (last_ == ',' && in_array);
}

void BraceMatcher::note_restart(std::size_t column) {
    if (!restart_) {
        restart_ = Restart{position_, line_, column};
    }
}

void BraceMatcher::forget() {
    line_start_ -= line_start_ < 0 ? 0 : static_cast<std::ptrdiff_t>(position_);
    position_ = 0;
    restart_.reset();
    in_doubt_.reset();
    options_ = {.margin = 0, .strict = true, .prefixed = options_.prefixed};
}

}  // namespace batchstore
