#pragma once

#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

#include <set>

namespace batchstore::testing {

inline OpenOptions with(Access access) {
    OpenOptions options;
    options.access = access;
    return options;
}

/// A folder with one file in it, whatever it is.
struct OneFile {
    TemporaryFolder folder;
    Path file = folder.path() / "it.db";

    std::string opened(Access access) const {
        return refusal([&] { open(file.string(), with(access)); });
    }

    /// What opening the file says in all ways; in some way more than one if they differ or leave a trace.
    std::set<std::string> refusals() const {
        const auto before = contents(folder.path());
        std::set<std::string> said{opened(Access::read), opened(Access::write), opened(Access::create),
                                   refusal([&] { migrate(file.string()); }),
                                   refusal([&] { schema_status(file.string()); })};
        if (contents(folder.path()) != before) {
            said.insert("the folder was changed");
        }
        return said;
    }

    std::set<std::string> just(const std::string& kind, const std::string& message) const {
        return {kind + ": " + file.string() + ": " + message};
    }
};

/// The same with a store of one batch.
struct OneStore : OneFile {
    OneStore() { open(file.string())->refresh(progress_answer("batch_a", 1)); }
};

}  // namespace batchstore::testing
