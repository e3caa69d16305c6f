#include "sqlite/sql/read_guard.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace batchstore::sqlite {

namespace {

using Name = std::string_view;

constexpr const char* changing = "it would change something, and only reading is allowed";

/// What tells about the tables of a file, with the name of one or without.
constexpr std::array<Name, 7> pragmas_about_tables{
    "table_list", "table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list"};

/// What tells about the file and about SQLite; with a value, most of them would set something.
constexpr std::array<Name, 13> pragmas_without_value{
    "application_id", "collation_list", "compile_options", "data_version", "database_list",
    "encoding",       "freelist_count", "function_list",   "module_list",  "page_count",
    "page_size",      "pragma_list",    "user_version"};

/// One runs a program's code, the other tells and takes addresses of memory.
constexpr std::array<Name, 2> forbidden_functions{"load_extension", "fts3_tokenizer"};

constexpr std::array<Name, 2> schema_tables{"sqlite_master", "sqlite_schema"};

bool is_one_of(const auto& names, const char* name) {
    return std::ranges::any_of(names, [=](Name known) { return sqlite3_stricmp(known.data(), name) == 0; });
}

bool may_ask(const char* pragma, const char* value) {
    return is_one_of(pragmas_about_tables, pragma) ||
           (value == nullptr && is_one_of(pragmas_without_value, pragma));
}

/// Why an action is refused; empty: it is allowed.
std::string objection_to(int action, const char* first, const char* second) {
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ:
        case SQLITE_RECURSIVE:
            return "";
        case SQLITE_FUNCTION:
            return is_one_of(forbidden_functions, second) ? fmt::format("{} may not be called", second) : "";
        case SQLITE_UPDATE:
            // What json_each and pragma_table_info say of their columns passes for one of these. A real one
            // has still to pass SQLite, which protects the schema.
            return is_one_of(schema_tables, first) ? "" : changing;
        case SQLITE_PRAGMA:
            return may_ask(first, second)
                       ? ""
                       : fmt::format("PRAGMA {} is not among those that may be asked", first);
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
            return "no other file may be attached";
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return "transactions are of no use here";
        default:
            return changing;
    }
}

}  // namespace

ReadGuard::ReadGuard(Connection& connection) : handle_(connection.database().getHandle()) {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    // Elsewhere the schema is not trusted, but then a view may not call the functions for JSON, which ours
    // does (SQLite 3.40). The authorizer is asked about the functions in views too.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, nullptr);
    sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
    connection.database().exec("PRAGMA query_only = ON");
    sqlite3_set_authorizer(handle_, authorize, this);
}

ReadGuard::~ReadGuard() {
    sqlite3_set_authorizer(handle_, nullptr, nullptr);
}

int ReadGuard::authorize(void* guard, int action, const char* first, const char* second, const char*,
                         const char*) {
    std::string objection = objection_to(action, first, second);
    if (objection.empty()) {
        return SQLITE_OK;
    }
    static_cast<ReadGuard*>(guard)->refused_ = std::move(objection);
    return SQLITE_DENY;
}

}  // namespace batchstore::sqlite
