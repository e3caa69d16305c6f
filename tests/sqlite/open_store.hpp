#pragma once

#include "temporary_folder.hpp"

#include <batchstore/batchstore.hpp>

#include <memory>
#include <string>
#include <vector>

namespace batchstore::testing {

/// What `verify` finds in a sound store.
inline const std::vector<std::string> no_problems;

/// A fresh store that is open, and its file.
struct OpenStore {
    TemporaryFolder folder;
    std::string file = (folder.path() / "it.db").string();
    std::unique_ptr<BatchRepository> repository = open(file);

    BatchRepository* operator->() const { return repository.get(); }
};

}  // namespace batchstore::testing
