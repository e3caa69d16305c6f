#include "commands/evidence/evidence_folder.hpp"

#include "arguments/command_line.hpp"
#include "commands/evidence/instructions.hpp"
#include "output/file_place.hpp"
#include "output/output_file.hpp"
#include "output/write_all.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

constexpr const char* sums_name = "SHA256SUMS";
constexpr std::array<std::string_view, 8> names{"README.txt", "SHA256SUMS", "answers.jsonl", "chain.txt",
                                                "check.py",   "head.txt",   "report.html",   "report.txt"};

constexpr const char* is_there = ": is there already (name another folder, or --force replaces it)";

std::string without_slashes(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

bool is_evidence(const fs::path& folder) {
    std::ifstream instructions(folder / "README.txt");
    std::string line;
    return std::getline(instructions, line) && line == evidence_title();
}

/// What somebody laid into an evidence folder; empty: nothing.
std::string foreign_name_in(const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        std::string name = entry.path().filename();
        if (std::ranges::find(names, name) == names.end()) return name;
    }
    return {};
}

/// Our files, and the folder if nothing else is in it.
void remove_evidence(const fs::path& folder) {
    std::error_code error;
    for (const std::string_view name : names) fs::remove(folder / name, error);
    fs::remove(folder, error);
}

}  // namespace

EvidenceFolder::EvidenceFolder(std::string path, bool replace)
    : typed_(without_slashes(std::move(path))), replace_(replace) {
    const FilePlace place(typed_);
    std::error_code error;
    path_ = place.kind() == FilePlace::Kind::folder ? fs::canonical(typed_, error).string() : place.path();
    refuse_taken();
    constexpr mode_t anyone_reads = 0777;  // less what the user's umask takes away
    int made = -1;
    do {
        unfinished_path_ = (fs::path(path_).parent_path() / unfinished_name()).string();
        made = ::mkdir(unfinished_path_.c_str(), anyone_reads);
    } while (made != 0 && errno == EEXIST);
    if (made == 0) return;
    unfinished_path_.clear();
    fail();
}

EvidenceFolder::~EvidenceFolder() {
    remove_unfinished();
}

void EvidenceFolder::refuse_taken() const {
    const auto kind = FilePlace(path_).kind();
    if (kind == FilePlace::Kind::nothing) return;
    if (kind != FilePlace::Kind::folder) throw UsageError(typed_ + ": is no folder (name a new one)");
    if (!replace_) throw UsageError(typed_ + is_there);
    if (!is_evidence(path_)) {
        throw UsageError(typed_ + ": is no evidence folder, and stays as it is (name a new one)");
    }
    const std::string foreign = foreign_name_in(path_);
    if (foreign.empty()) return;
    throw UsageError(typed_ + ": " + foreign +
                     " in it is no part of evidence, and nothing is replaced (name " +
                     "another folder, or move it)");
}

void EvidenceFolder::write(const std::string& name, std::string_view content) {
    File file(*this, name);
    file.write(content);
    file.close();
}

std::string EvidenceFolder::keep() {
    std::ranges::sort(sums_);
    std::string list;
    for (const auto& [name, digest] : sums_) list.append(digest).append("  ").append(name).append("\n");
    write(sums_name, list);
    sync_folder(unfinished_path_);
    rename_to_path();
    sync_folder(fs::path(path_).parent_path());
    return sha256_of(list);
}

void EvidenceFolder::rename_to_path() {
    const char* from = unfinished_path_.c_str();
    const char* to = path_.c_str();
    if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
        unfinished_path_.clear();
        return;
    }
    // Some file systems cannot tell by themselves, or cannot exchange two names.
    const bool by_itself = errno == EEXIST;
    if (!by_itself && errno != EINVAL && errno != ENOSYS) fail();
    refuse_taken();
    if (by_itself && ::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE) == 0) {
        remove_unfinished();  // which is now what was there
        return;
    }
    if (FilePlace(path_).kind() == FilePlace::Kind::folder) remove_evidence(path_);
    if (std::rename(from, to) != 0) fail();
    unfinished_path_.clear();
}

void EvidenceFolder::remove_unfinished() {
    if (unfinished_path_.empty()) return;
    remove_evidence(unfinished_path_);
    unfinished_path_.clear();
}

void EvidenceFolder::fail() const {
    throw batchstore::Error(batchstore::ErrorKind::storage,
                            typed_ + ": " + std::strerror(errno) + "; make room or name another folder");
}

EvidenceFolder::File::File(EvidenceFolder& folder, const std::string& name) : folder_(folder), name_(name) {
    constexpr mode_t anyone_reads = 0666;
    descriptor_ = ::open((fs::path(folder.unfinished_path_) / name).c_str(),
                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, anyone_reads);
    if (descriptor_ < 0) folder_.fail();
}

EvidenceFolder::File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void EvidenceFolder::File::write(std::string_view text) {
    sha256_.add(text);
    if (!write_all(descriptor_, text)) folder_.fail();
}

void EvidenceFolder::File::close() {
    if (::fsync(descriptor_) != 0) folder_.fail();
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) folder_.fail();
    if (name_ != sums_name) folder_.sums_.emplace_back(name_, sha256_.end());
}
