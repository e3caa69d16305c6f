#pragma once

#include "transfer/content_form.hpp"
#include "transfer/gunzip.hpp"
#include "transfer/to_utf8.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// Makes text of the bytes of a file, which come in pieces: decompresses gzip, and converts UTF-16 and UTF-32
/// to UTF-8. Both are told by how the content begins.
class ContentDecoder {
public:
    /// Hands over the next piece, when `take` has nothing more. It must live until then. An empty one is the
    /// end.
    /// @throws Error{invalid} if the data may not end here.
    void feed(std::string_view piece);

    /// The next piece of text; empty when it wants the next piece of the file. It lives until the next call.
    /// @throws Error{invalid} if the data is damaged, or in a form that is not read.
    std::string_view take();

    /// Whether from here on the bytes of the file are the text, so that they need not be handed over.
    bool is_plain() const { return told_ && !gunzip_ && !to_utf8_; }

private:
    std::string_view next_content();
    bool tell_form(std::string_view content);
    void begin(const ContentForm& form);

    std::optional<Gunzip> gunzip_;
    std::optional<ToUtf8> to_utf8_;
    std::string_view piece_;  ///< of a file that is not compressed
    std::string beginning_;   ///< what was read before its form is told
    std::string gzip_beginning_;
    std::vector<char> content_;  ///< decompressed
    std::vector<char> text_;     ///< converted
    bool told_ = false;
    bool ended_ = false;
};

}  // namespace batchstore
