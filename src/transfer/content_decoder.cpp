#include "transfer/content_decoder.hpp"

#include <batchstore/error.hpp>

#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::size_t piece_bytes = std::size_t{64} << 10;

}  // namespace

void ContentDecoder::feed(std::string_view piece) {
    ended_ = piece.empty();
    if (!gunzip_) {
        piece_ = piece;
        return;
    }
    if (ended_ && !gunzip_->complete()) {
        throw Error(ErrorKind::invalid, "the compressed data ends too early; fetch the file again");
    }
    gunzip_->feed(piece);
}

std::string_view ContentDecoder::take() {
    for (;;) {
        if (const std::size_t count = to_utf8_ ? to_utf8_->take(text_.data(), text_.size()) : 0; count > 0) {
            return {text_.data(), count};
        }
        const std::string_view content = next_content();
        if (!told_) {
            if (tell_form(content)) {
                return beginning_;
            }
            if (content.empty() && !to_utf8_) {
                return {};
            }
        } else if (to_utf8_ && !content.empty()) {
            to_utf8_->feed(content);
        } else {
            if (to_utf8_ && ended_) {
                to_utf8_->expect_end();
            }
            return content;
        }
    }
}

std::string_view ContentDecoder::next_content() {
    if (gunzip_) {
        return {content_.data(), gunzip_->take(content_.data(), content_.size())};
    }
    return std::exchange(piece_, {});
}

/// @returns whether the content is text as it stands, from `beginning_` on.
bool ContentDecoder::tell_form(std::string_view content) {
    beginning_ += content;
    const ContentForm* const form = form_of(beginning_, ended_ && content.empty());
    if (form != nullptr) {
        begin(*form);
    }
    return form != nullptr && form->is_plain();
}

void ContentDecoder::begin(const ContentForm& form) {
    if (!form.name.empty()) {
        throw Error(ErrorKind::invalid, fmt::format("is {}, which is not read; {}", form.name, form.advice));
    }
    if (form.is_gzip) {
        if (gunzip_) {
            throw Error(ErrorKind::invalid, "is compressed twice; gzip -dc FILE | batchstore import -");
        }
        gzip_beginning_ = std::exchange(beginning_, {});
        content_.resize(piece_bytes);
        gunzip_.emplace();
        gunzip_->feed(gzip_beginning_);
        return;
    }
    told_ = true;
    if (form.encoding) {
        text_.resize(piece_bytes);
        to_utf8_.emplace(*form.encoding);
        to_utf8_->feed(beginning_);
    }
}

}  // namespace batchstore
