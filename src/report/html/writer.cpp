#include "report/html/writer.hpp"

#include "model/utf8.hpp"

#include <batchstore/report.hpp>
#include <batchstore/shown_text.hpp>

namespace batchstore {

namespace {

void append_escaped(std::string& page, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                page += "&amp;";
                break;
            case '<':
                page += "&lt;";
                break;
            case '>':
                page += "&gt;";
                break;
            case '"':
                page += "&quot;";
                break;
            case '\'':
                page += "&#39;";
                break;
            default:
                page += c;
        }
    }
}

void append_text(std::string& page, std::string_view text, std::size_t longest) {
    if (text.size() <= longest) {
        append_escaped(page, shown(text));
        return;
    }
    append_escaped(page, shown(text.substr(0, begin_of_character(text, longest))));
    page += "… (" + grouped(static_cast<std::int64_t>(text.size())) + " bytes)";
}

}  // namespace

HtmlWriter& HtmlWriter::markup(Markup markup) {
    buffer_ += markup.text();
    flush_when_large();
    return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view text, std::size_t longest) {
    append_text(buffer_, text, longest);
    return *this;
}

HtmlWriter& HtmlWriter::number(std::int64_t number) {
    buffer_ += std::to_string(number);
    return *this;
}

bool HtmlWriter::flush() {
    if (!reader_gone_) reader_gone_ = !write_(buffer_);
    buffer_.clear();
    return !reader_gone_;
}

void HtmlWriter::flush_when_large() {
    constexpr std::size_t large = 64 << 10;
    if (buffer_.size() >= large) flush();
}

}  // namespace batchstore
