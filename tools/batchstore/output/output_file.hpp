#pragma once

#include "output/file_place.hpp"

#include <string>
#include <string_view>

enum class Existing { keep, replace };

/// A name that nothing else has, for what is not complete yet.
std::string unfinished_name();

/// Brings the names in a folder to the disk, where that can be done.
void sync_folder(const std::string& path);

/// A file that has its name only once it is complete. Until then it lies beside it under a name of its own,
/// which goes with this object. One that is replaced gives its permissions, and its owner where that is
/// allowed. Hold back the signals meanwhile (`SignalsHeld`), or they leave what is not complete.
class OutputFile {
public:
    /// @throws batchstore::Error{storage} if it cannot be begun there; `place` is of a file or of nothing
    OutputFile(FilePlace place, Existing existing);
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    /// @throws batchstore::Error{storage}
    void write(std::string_view text);

    /// Brings it to the disk and gives it its name.
    /// @throws batchstore::Error{storage} if that fails, or if a file that is to be kept came there meanwhile
    void keep();

private:
    [[noreturn]] void fail(const char* next_step) const;
    void begin();
    void take_over_permissions() const;
    void rename_to_path();

    FilePlace place_;
    std::string folder_;
    Existing existing_;
    std::string unfinished_path_;  ///< empty: it has its name
    int descriptor_ = -1;
};

/// Writes a whole file, or through to a stream.
/// @throws batchstore::Error{storage} if it cannot be written, is a folder, or is there and is to be kept
void write_file(const FilePlace& place, std::string_view content, Existing existing);
