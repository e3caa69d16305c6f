#include "transfer/content_decoder.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace batchstore {

namespace {

/// A file that is closed at the end of its life, but for standard input.
class Descriptor {
public:
    explicit Descriptor(const std::string& path)
        : fd_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ != STDIN_FILENO && fd_ >= 0) {
            ::close(fd_);
        }
    }

    int number() const { return fd_; }

private:
    int fd_;
};

class FileInput final : public Input {
public:
    explicit FileInput(const std::string& path);

    const std::string& name() const override { return name_; }
    std::size_t read(char* buffer, std::size_t size) override;
    bool wait(std::chrono::milliseconds timeout) override;
    std::int64_t consumed() const override { return consumed_; }
    std::optional<std::int64_t> size() const override { return size_; }

private:
    [[noreturn]] void fail(ErrorKind kind, std::string_view what) const {
        throw Error(kind, fmt::format("{}: {}", name_, what));
    }
    bool ready();
    void advance();
    std::size_t read_file(char* buffer, std::size_t size);

    std::string name_;
    Descriptor file_;
    std::optional<std::int64_t> size_;
    std::atomic<std::int64_t> consumed_{0};
    bool ended_ = false;
    std::vector<char> raw_;  ///< a piece of the file as it stands
    ContentDecoder decoder_;
    std::string_view content_left_;  ///< what was not given out yet
};

constexpr std::size_t read_ahead_bytes = std::size_t{64} << 10;

FileInput::FileInput(const std::string& path) : name_(path), file_(path), raw_(read_ahead_bytes) {
    if (file_.number() < 0) {
        const bool missing = errno == ENOENT || errno == ENOTDIR;
        fail(missing ? ErrorKind::not_found : ErrorKind::storage,
             missing ? "there is no such file" : fmt::format("cannot be opened: {}", std::strerror(errno)));
    }
    struct stat status {};
    if (::fstat(file_.number(), &status) != 0) {
        fail(ErrorKind::storage, fmt::format("cannot be read: {}", std::strerror(errno)));
    }
    if (S_ISDIR(status.st_mode)) {
        fail(ErrorKind::storage, "is a directory; name the files in it");
    }
    if (S_ISREG(status.st_mode)) {
        size_ = status.st_size - std::max<off_t>(0, ::lseek(file_.number(), 0, SEEK_CUR));
    }
}

std::size_t FileInput::read(char* buffer, std::size_t size) {
    while (!decoder_.is_plain() && !ready()) {
        advance();
    }
    if (decoder_.is_plain() && content_left_.empty()) {
        return read_file(buffer, size);
    }
    const std::size_t count = content_left_.copy(buffer, size);
    content_left_.remove_prefix(count);
    return count;
}

bool FileInput::wait(std::chrono::milliseconds timeout) {
    if (ready()) {
        return true;
    }
    pollfd file{.fd = file_.number(), .events = POLLIN, .revents = 0};
    if (::poll(&file, 1, static_cast<int>(timeout.count())) <= 0) {
        return false;
    }
    if (!decoder_.is_plain()) {
        advance();
    }
    return decoder_.is_plain() || ready();
}

/// Whether `read` can return without reading the file.
bool FileInput::ready() {
    if (content_left_.empty()) {
        try {
            content_left_ = decoder_.take();
        } catch (const Error& error) {
            fail(error.kind(), error.what());
        }
    }
    return !content_left_.empty() || ended_;
}

/// Reads the file once.
void FileInput::advance() {
    const std::size_t count = read_file(raw_.data(), raw_.size());
    try {
        decoder_.feed({raw_.data(), count});
        content_left_ = decoder_.take();
    } catch (const Error& error) {
        fail(error.kind(), error.what());
    }
}

std::size_t FileInput::read_file(char* buffer, std::size_t size) {
    while (!ended_) {
        const ssize_t count = ::read(file_.number(), buffer, size);
        if (count >= 0) {
            consumed_ += count;
            ended_ = count == 0;
            return static_cast<std::size_t>(count);
        }
        if (errno == EAGAIN) {
            pollfd file{.fd = file_.number(), .events = POLLIN, .revents = 0};
            ::poll(&file, 1, -1);
        } else if (errno != EINTR) {
            fail(ErrorKind::storage, fmt::format("cannot be read: {}", std::strerror(errno)));
        }
    }
    return 0;
}

}  // namespace

std::unique_ptr<Input> open_input(const std::string& path) {
    return std::make_unique<FileInput>(path);
}

}  // namespace batchstore
