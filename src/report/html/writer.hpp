#pragma once

#include <batchstore/transfer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace batchstore {

/// Markup that stands in our source. Only a literal can become one, so no other text reaches a page but
/// through `HtmlWriter::text`.
class Markup {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): literals are to be handed over as they are
    consteval Markup(const char* literal) : text_(literal) {}

    std::string_view text() const { return text_; }

private:
    std::string_view text_;
};

/// Writes a page piece by piece, and is the one place that makes text harmless in it.
class HtmlWriter {
public:
    explicit HtmlWriter(const Write& write) : write_(write) {}

    HtmlWriter& markup(Markup markup);

    /// Text, between tags or in an attribute with double quotes. What could end either is escaped; control
    /// characters and marks that change the direction of text are spelled out, as `shown` does.
    /// @param longest in bytes; of a longer text the beginning is shown and how long it is
    HtmlWriter& text(std::string_view text, std::size_t longest = 1'024);

    HtmlWriter& number(std::int64_t number);

    /// Hands over what is buffered. @returns false once the reader has gone away.
    bool flush();

private:
    void flush_when_large();

    const Write& write_;
    std::string buffer_;
    bool reader_gone_ = false;
};

}  // namespace batchstore
