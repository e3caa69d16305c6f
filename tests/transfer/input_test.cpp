#include "catch.hpp"
#include "temporary_folder.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <string>
#include <thread>

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

using namespace batchstore;
using namespace std::chrono_literals;

namespace {

class Folder : public testing::TemporaryFolder {
public:
    std::string path_of(const std::string& name) const { return (path() / name).string(); }

    std::string write(const std::string& name, const std::string& content) const {
        std::ofstream(path_of(name), std::ios::binary) << content;
        return path_of(name);
    }
};

std::string gzip(const std::string& text) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 32, '\0');
    std::string in = text;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string read_all(Input& input, std::size_t step = 1000) {
    std::string text;
    std::string buffer(step, '\0');
    while (const std::size_t count = input.read(buffer.data(), buffer.size())) {
        text.append(buffer, 0, count);
    }
    return text;
}

std::string read_all(const std::string& path, std::size_t step = 1000) {
    return read_all(*open_input(path), step);
}

/// Text that does not compress to nothing.
std::string long_text() {
    std::mt19937 random(1);
    std::string text;
    for (int i = 0; i < 300'000; ++i) {
        text += static_cast<char>('a' + random() % 26);
    }
    return text;
}

ErrorKind kind_thrown_by(const std::string& path, const std::string& message) {
    try {
        read_all(path);
    } catch (const Error& error) {
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring(path + ": "));
        CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring(message));
        return error.kind();
    }
    FAIL("nothing was thrown");
    return {};
}

/// A pipe with a name, and its writing end.
class Pipe {
public:
    explicit Pipe(const Folder& folder) : path_(folder.path_of("pipe")) {
        REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
        end_ = ::open(path_.c_str(), O_RDWR);  // does not wait for a reader
        REQUIRE(end_ >= 0);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() { close(); }

    const std::string& path() const { return path_; }
    void write(const std::string& bytes) const {
        REQUIRE(::write(end_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    void close() {
        if (end_ >= 0) {
            ::close(end_);
        }
        end_ = -1;
    }

private:
    std::string path_;
    int end_ = -1;
};

std::string read_once(Input& input) {
    std::string buffer(1000, '\0');
    buffer.resize(input.read(buffer.data(), buffer.size()));
    return buffer;
}

}  // namespace

TEST_CASE("a plain file is read as it is") {
    const Folder folder;
    CHECK(read_all(folder.write("empty", "")).empty());
    CHECK(read_all(folder.write("one", "\x1f")) == "\x1f");
    CHECK(read_all(folder.write("two", "{}")) == "{}");
    CHECK(read_all(folder.write("long", long_text()), 7) == long_text());
}

TEST_CASE("a gzip file is decompressed, whatever its name and however many members it has") {
    const Folder folder;
    CHECK(read_all(folder.write("a.txt", gzip("{\"id\":1}"))) == "{\"id\":1}");
    CHECK(read_all(folder.write("two", gzip("one,") + gzip("") + gzip("two"))) == "one,two");
    CHECK(read_all(folder.write("long", gzip(long_text())), 7) == long_text());
    CHECK(read_all(folder.write("padded", gzip("text") + std::string(1000, '\0'))) == "text");
    CHECK(read_all(folder.write("empty", gzip(""))).empty());
}

TEST_CASE("an input that cannot be opened says why") {
    const Folder folder;
    CHECK(kind_thrown_by(folder.path_of("missing"), "there is no such file") == ErrorKind::not_found);
    CHECK(kind_thrown_by(folder.path().string(), "is a directory") == ErrorKind::storage);
    const std::string secret = folder.write("secret", "{}");
    ::chmod(secret.c_str(), 0);
    if (::access(secret.c_str(), R_OK) != 0) {  // the superuser reads it all the same
        CHECK(kind_thrown_by(secret, "cannot be opened: Permission denied") == ErrorKind::storage);
    }
}

TEST_CASE("damaged compressed data is an error, after what is good") {
    const Folder folder;
    const std::string whole = gzip(long_text());
    CHECK(kind_thrown_by(folder.write("cut", whole.substr(0, whole.size() / 2)), "ends too early") ==
          ErrorKind::invalid);
    CHECK(kind_thrown_by(folder.write("cut2", whole.substr(0, 5)), "ends too early") == ErrorKind::invalid);
    CHECK(kind_thrown_by(folder.write("tail", whole + "junk"), "damaged") == ErrorKind::invalid);
    std::string flipped = whole;
    flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] + 1);
    CHECK(kind_thrown_by(folder.write("flipped", flipped), "damaged") == ErrorKind::invalid);
    const auto input = open_input(folder.path_of("cut"));
    std::string start(1000, '\0');
    REQUIRE(input->read(start.data(), start.size()) > 0);
    CHECK(start == long_text().substr(0, start.size()));
}

TEST_CASE("a file knows how much of it was read") {
    const Folder folder;
    const auto input = open_input(folder.write("long", gzip(long_text())));
    const auto size = static_cast<std::int64_t>(gzip(long_text()).size());
    CHECK(input->size() == size);
    CHECK(input->consumed() == 0);
    read_all(*input);
    CHECK(input->consumed() == size);
}

TEST_CASE("a pipe gives what is there without waiting for more") {
    const Folder folder;
    Pipe pipe(folder);
    const auto input = open_input(pipe.path());
    CHECK_FALSE(input->size());
    for (const std::string piece : {"one", "two"}) {
        pipe.write(piece);
        CHECK(read_once(*input) == piece);
    }
    pipe.close();
    CHECK(read_once(*input).empty());
}

TEST_CASE("a compressed pipe gives what is there without waiting for more") {
    const Folder folder;
    Pipe pipe(folder);
    const auto input = open_input(pipe.path());
    for (const std::string piece : {"one", "two"}) {
        pipe.write(gzip(piece));
        CHECK(read_once(*input) == piece);
    }
    pipe.close();
    CHECK(read_once(*input).empty());
}

TEST_CASE("waiting ends when there is something to read, or at the timeout") {
    const Folder folder;
    Pipe pipe(folder);
    const auto input = open_input(pipe.path());
    CHECK_FALSE(input->wait(0ms));
    const std::string data = gzip("text");
    pipe.write(data.substr(0, 1));
    CHECK_FALSE(input->wait(0ms));
    pipe.write(data.substr(1, 9));  // the rest of the header
    CHECK_FALSE(input->wait(0ms));
    pipe.write(data.substr(10));
    CHECK(input->wait(1h));
    CHECK(read_once(*input) == "text");
    CHECK_FALSE(input->wait(1ms));
    pipe.close();
    while (!input->wait(1h)) {
    }
    CHECK(read_once(*input).empty());
}

TEST_CASE("a signal that is handled does not end a read") {
    const Folder folder;
    Pipe pipe(folder);
    const auto input = open_input(pipe.path());
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = [](int) {};
    REQUIRE(::sigaction(SIGUSR1, &action, &before) == 0);
    const pthread_t reader = ::pthread_self();
    std::thread other([&] {
        for (int i = 0; i < 20; ++i) {
            ::pthread_kill(reader, SIGUSR1);
            std::this_thread::sleep_for(1ms);
        }
        pipe.write("text");
    });
    const std::string text = read_once(*input);
    other.join();
    CHECK(text == "text");
    ::sigaction(SIGUSR1, &before, nullptr);
}
