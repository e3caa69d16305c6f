#include "arguments/group_keys.hpp"

#include "arguments/command_line.hpp"

#include <batchstore/error.hpp>

#include <cstddef>
#include <string>
#include <vector>

std::vector<batchstore::GroupKey> group_keys_typed(const std::string& text) {
    std::vector<batchstore::GroupKey> keys;
    try {
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t end = std::min(text.find(',', begin), text.size());
            keys.push_back(batchstore::parse_group_key(text.substr(begin, end - begin)));
            begin = end + 1;
        }
        batchstore::require_sound(keys);
    } catch (const batchstore::Error& error) {
        throw UsageError(std::string("--by: ") + error.what());
    }
    return keys;
}
