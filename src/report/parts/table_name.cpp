#include "report/parts/table_name.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace batchstore {

std::string free_table_name(std::string name, std::set<std::string>& taken) {
    for (char& c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && c != '.' && c != '-') c = '_';
    }
    constexpr std::size_t longest = 80;
    name.resize(std::min(name.size(), longest));
    std::string free = name;
    for (int number = 2; !taken.insert(free).second; ++number) free = fmt::format("{}_{}", name, number);
    return free;
}

}  // namespace batchstore
