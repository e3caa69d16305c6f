#include "output/file_place.hpp"

#include <charconv>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>

#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;

std::optional<struct stat> status_of(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 ? std::optional(found) : std::nullopt;
}

bool are_one(const struct stat& one, const struct stat& other) {
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/// Whether the files of a folder are the open descriptors of a program.
bool holds_descriptors(const fs::path& folder) {
    return folder.string().starts_with("/proc/") && folder.filename() == "fd";
}

std::optional<int> own_descriptor(const fs::path& path) {
    std::error_code error;
    if (fs::canonical("/proc/self/fd", error) != path.parent_path()) return std::nullopt;
    const std::string name = path.filename();
    int number = -1;
    const auto [end, failure] = std::from_chars(name.data(), name.data() + name.size(), number);
    return failure == std::errc() && end == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

FilePlace::FilePlace(const std::string& path) : typed_(path), path_(path), status_(status_of(path)) {
    resolve();
    tell_kind();
}

void FilePlace::resolve() {
    constexpr int most_links = 40;  // as the system has it
    fs::path path = typed_;
    for (int links = 0; links < most_links; ++links) {
        std::error_code error;
        const fs::path folder = fs::canonical(path.has_parent_path() ? path.parent_path() : ".", error);
        if (error) return;
        path = folder / path.filename();
        path_ = path;
        name_ = path.filename();
        folder_ = status_of(folder);
        is_descriptor_ = holds_descriptors(folder);
        if (is_descriptor_) {  // such a link tells more than its text does
            descriptor_ = own_descriptor(path);
            return;
        }
        const fs::path target = fs::read_symlink(path, error);
        if (error) return;
        path = folder / target;
    }
}

void FilePlace::tell_kind() {
    if (!status_) {
        kind_ = Kind::nothing;
    } else if (S_ISDIR(status_->st_mode)) {
        kind_ = Kind::folder;
    } else {
        kind_ = S_ISREG(status_->st_mode) && !is_descriptor_ ? Kind::file : Kind::stream;
    }
}

bool FilePlace::is(const FilePlace& other) const {
    if (status_ && other.status_) return are_one(*status_, *other.status_);
    return !status_ && !other.status_ && folder_ && other.folder_ && are_one(*folder_, *other.folder_) &&
           name_ == other.name_;
}
