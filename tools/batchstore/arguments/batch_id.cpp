#include "arguments/batch_id.hpp"

#include "open_store.hpp"

#include <batchstore/store.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::string_view ellipsis = "…";

/// `size`, or a little more, so that no character of a UTF-8 text is cut apart.
std::size_t whole_characters(const std::string& text, std::size_t size) {
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
    return size;
}

/// What stands before an ellipsis at the end; nothing if there is none.
std::optional<std::string_view> cut_off(std::string_view typed) {
    for (const std::string_view mark : {ellipsis, std::string_view("...")}) {
        if (typed.size() > mark.size() && typed.ends_with(mark)) {
            typed.remove_suffix(mark.size());
            return typed;
        }
    }
    return std::nullopt;
}

std::string listed(const std::vector<std::string>& ids, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(ids.size(), most); ++i) text += (i == 0 ? "" : ", ") + ids[i];
    return ids.size() > most ? text + ", …" : text;
}

}  // namespace

std::string short_id(const batchstore::BatchReader& repository, const std::string& id) {
    constexpr std::size_t usual = 16;
    constexpr std::size_t step = 4;
    for (std::size_t size = usual; size + step < id.size(); size += step) {
        const std::string beginning = id.substr(0, whole_characters(id, size));
        if (repository.store().ids_with_prefix(beginning, 2).size() < 2)
            return beginning + std::string(ellipsis);
    }
    return id;
}

std::optional<std::string> id_meant(const Invocation& invocation, const batchstore::BatchReader& repository,
                                    const std::string& typed) {
    constexpr std::size_t least = 4;
    constexpr std::size_t most_named = 5;
    // Of the ids that begin with a text, the text itself is the first.
    auto ids = repository.store().ids_with_prefix(typed, most_named + 1);
    if (!ids.empty() && ids.front() == typed) return typed;
    const auto beginning = cut_off(typed);
    if (beginning) {
        ids = repository.store().ids_with_prefix(*beginning, most_named + 1);
    } else if (typed.size() < least) {
        ids.clear();
    }
    if (ids.empty()) {
        unknown_batch(invocation, typed);
        return std::nullopt;
    }
    if (ids.size() > 1) {
        invocation.messages.error(typed + ": several ids begin so: " + listed(ids, most_named) +
                                  "; type more of the one you mean");
        return std::nullopt;
    }
    if (!beginning) invocation.messages.note(typed + " is short for " + ids.front());
    return ids.front();
}
