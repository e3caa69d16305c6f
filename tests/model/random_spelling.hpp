#pragma once

#include <random>
#include <string>
#include <string_view>

/// The API's names as other programs write them.
namespace batchstore::testing {

namespace spelling_detail {

inline char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// A name in one of six ways; the first is that of the API.
inline std::string spelled(std::string_view name, int way) {
    std::string made;
    bool begins = way != 1;
    for (const char c : name) {
        if (c == '_') {
            begins = true;
            made += way == 0 || way == 4 ? "_" : way == 3 ? "-" : way == 5 ? " " : "";
            continue;
        }
        const bool large = way == 4 || (begins && (way == 1 || way == 2 || way == 5));
        made += large ? upper(c) : c;
        begins = false;
    }
    const bool initialism = (way == 1 || way == 2) && made.size() > 2 && made.ends_with("Id");
    if (initialism) made.back() = 'D';
    return made;
}

}  // namespace spelling_detail

/// A spelling of a name that is not the API's.
inline std::string other_spelling(std::string_view name, std::mt19937& random) {
    std::string made;
    do {
        made = spelling_detail::spelled(name, std::uniform_int_distribution<int>(1, 5)(random));
    } while (made == name);
    return made;
}

}  // namespace batchstore::testing
