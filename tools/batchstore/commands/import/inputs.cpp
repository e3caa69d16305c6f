#include "commands/import/inputs.hpp"

#include "output/terminal.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

namespace fs = std::filesystem;

/// Whether two paths lead to one file, which need not exist yet.
bool lead_to_one_file(const std::string& one, const std::string& other) {
    std::error_code error;
    if (fs::equivalent(one, other, error)) return true;
    const auto place = [&](const std::string& path) {
        return fs::weakly_canonical(fs::absolute(path, error), error);
    };
    return place(one) == place(other);
}

/// A file that is open only from its first read to its end.
class FileInTurn : public batchstore::Input {
public:
    FileInTurn(std::string path, std::optional<std::int64_t> size) : path_(std::move(path)), size_(size) {}

    const std::string& name() const override { return path_; }

    std::size_t read(char* buffer, std::size_t size) override {
        if (ended_) return 0;
        if (!file_) file_ = batchstore::open_input(path_);
        const std::size_t taken = file_->read(buffer, size);
        consumed_ = file_->consumed();
        ended_ = taken == 0;
        if (ended_) file_.reset();
        return taken;
    }

    std::int64_t consumed() const override { return consumed_; }
    std::optional<std::int64_t> size() const override { return size_; }

private:
    std::string path_;
    std::optional<std::int64_t> size_;
    std::unique_ptr<batchstore::Input> file_;
    std::atomic<std::int64_t> consumed_{0};  // the reading thread counts while a progress bar looks
    bool ended_ = false;
};

std::unique_ptr<batchstore::Input> open_one(const Invocation& invocation, const std::string& path) {
    if (path != "-" && lead_to_one_file(path, invocation.db)) {
        throw batchstore::Error(batchstore::ErrorKind::invalid,
                                path + ": is the store itself; name the files with the answers");
    }
    auto input = batchstore::open_input(path);
    std::error_code error;
    if (path == "-" || !fs::is_regular_file(path, error)) return input;  // a pipe can be opened only once
    return std::make_unique<FileInTurn>(path, input->size());
}

}  // namespace

std::optional<double> ImportInputs::share_read(const batchstore::Input& current) const {
    std::int64_t done = 0;
    std::int64_t total = 0;
    bool before_current = true;
    for (const auto& input : opened) {
        const auto size = input->size();
        if (!size) return std::nullopt;
        total += *size;
        if (input.get() == &current) before_current = false;
        if (before_current) done += *size;
    }
    if (total == 0) return std::nullopt;
    return static_cast<double>(done + current.consumed()) / static_cast<double>(total);
}

void settle_paths(std::vector<std::string>& paths) {
    if (paths.empty() && terminal_of(STDIN_FILENO).interactive) {
        throw UsageError("which file? Write - for what you type");
    }
    if (paths.empty()) paths.emplace_back("-");
    if (std::ranges::count(paths, "-") > 1) throw UsageError("-: can be read only once");
}

ImportInputs open_inputs(const Invocation& invocation, const std::vector<std::string>& paths) {
    ImportInputs inputs;
    for (const std::string& path : paths) {
        try {
            inputs.opened.push_back(open_one(invocation, path));
        } catch (const batchstore::Error& error) {
            inputs.all = false;
            invocation.messages.error(error.what());
        }
    }
    return inputs;
}

void declare_pointer(Arguments& arguments, std::optional<std::string>& pointer) {
    arguments.option("--at", pointer, "POINTER",
                     "Where in each record the batches are: a JSON Pointer in which "
                     "* is any member or item; also a JSON text in a string");
}

std::string checked_pointer(const std::optional<std::string>& pointer) {
    try {
        batchstore::expect_json_pointer(pointer.value_or(""));
    } catch (const batchstore::Error& error) {
        throw UsageError(std::string("--at: ") + error.what());
    }
    return pointer.value_or("");
}
