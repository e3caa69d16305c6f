#include "arguments/prices.hpp"

#include "arguments/command_line.hpp"

#include <batchstore/error.hpp>

#include <string>

std::optional<batchstore::PriceList> prices_typed(const std::optional<std::string>& path) {
    if (!path) return std::nullopt;
    try {
        return batchstore::PriceList::read(*path);
    } catch (const batchstore::Error& error) {
        throw UsageError(std::string("--prices: ") + error.what());
    }
}
