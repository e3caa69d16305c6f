#pragma once

#include <batchstore/reader.hpp>

#include <functional>
#include <string>
#include <vector>

/// What an option or argument can be.
struct KnownValues {
    std::vector<std::string> words;
    bool ids = false;  ///< ids of the store
    /// Given: words of the store; what it returns for what is typed of the word.
    std::function<std::vector<std::string>(const batchstore::BatchReader&, const std::string& typed)>
        of_store = {};
    bool files = false;  ///< names of files
};

/// @param name of the option (`--status`) or argument (`ID`)
/// @param label how the help shows its value: `FILE`, or `table|json` with all that it can be
KnownValues known_values(const std::string& name, const std::string& label);

/// What `KnownValues::of_store` finds in a store. None if the store cannot be read, and never a word that
/// means something to a shell: servers and clients choose them.
/// @param db its file as typed; empty: the usual one
std::vector<std::string> some_words(const std::string& db, const KnownValues& known,
                                    const std::string& typed);

/// Ids in a store that begin so: the newest ones if nothing was typed yet, else all, or some of all that can
/// follow. None if the store cannot be read, and never one that means something to a shell: servers choose
/// ids.
/// @param db its file as typed; empty: the usual one
std::vector<std::string> some_ids(const std::string& db, const std::string& beginning);
