#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace batchstore {

/// A JSON Pointer (RFC 6901), in which `*` stands for any member or item.
class JsonPointer {
public:
    /// @throws Error{invalid} if `text` is neither empty nor begins with `/`, or has a `~` that is not `~0`
    /// or `~1`.
    explicit JsonPointer(std::string_view text);

    std::size_t size() const { return tokens_.size(); }
    /// Whether its token at `depth` stands for the member of this name.
    bool leads_to(std::size_t depth, std::string_view key) const;
    bool leads_to(std::size_t depth, std::size_t index) const;

private:
    std::vector<std::string> tokens_;
};

/// Appends the token of a member's name to the text of a pointer.
void append_pointer_token(std::string& pointer, std::string_view key);

}  // namespace batchstore
