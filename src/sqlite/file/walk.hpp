#pragma once

#include "sqlite/file/connection.hpp"

#include <cstdint>
#include <span>
#include <string>

#include <sqlite3.h>

namespace batchstore::sqlite {

/// Takes the rows of a walk.
class Taker {
public:
    Taker() = default;
    Taker(const Taker&) = delete;
    Taker& operator=(const Taker&) = delete;
    virtual ~Taker() = default;

    /// Takes the values of the next row, which live until it returns.
    virtual void take(std::span<sqlite3_value*> values) = 0;
};

/// Gives `values` of all rows of a `table` to a taker, both as SQL has them. It does so as an aggregate,
/// which takes half the time of stepping from row to row. No other walk may be under way on the connection.
void walk(Connection& connection, const std::string& values, const std::string& table, Taker& taker);

/// The same, if all that it reads is the one tree that begins at a page, whatever SQLite thinks holds the
/// same.
/// @returns false if it is another or not the only one; then nothing was read
bool walk_tree(Connection& connection, std::int64_t root_page, const std::string& values,
               const std::string& table, Taker& taker);

}  // namespace batchstore::sqlite
