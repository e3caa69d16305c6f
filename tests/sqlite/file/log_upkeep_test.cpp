#include "catch.hpp"
#include "sqlite/child_process.hpp"
#include "sqlite/open_store.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/sample_answers.hpp"
#include "temporary_folder.hpp"

#include <csignal>
#include <filesystem>
#include <sstream>

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr std::uintmax_t megabyte = 1'000'000;

/// An answer that takes about 2.2 MB in the log, its state and itself.
std::string large_answer(int number) {
    return answer_with("batch_" + std::to_string(number % 4), R"("metadata":{"number":")" +
                                                                  std::to_string(number) + R"(","note":")" +
                                                                  std::string(megabyte, 'x') + R"("})");
}

std::uintmax_t log_bytes(const std::string& file) {
    std::error_code none;
    const auto size = std::filesystem::file_size(file + "-wal", none);
    return none ? 0 : size;
}

}  // namespace

TEST_CASE("a moment that is read for long is told to the logger, and the log shrinks once it ends") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "it.db").string();
    std::ostringstream said;
    const auto repository = open(file, {.logger = std::make_shared<spdlog::logger>(
                                            "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(said))});
    repository->refresh(large_answer(0));
    repository->snapshot([&](const BatchReader& moment) {
        CHECK(moment.count() == 1);
        for (int i = 1; i < 50; ++i) repository->refresh(large_answer(i));
        CHECK(moment.count() == 1);
    });
    CHECK(log_bytes(file) > 64 * megabyte);
    CHECK_THAT(said.str(), ContainsSubstring(file + ": its write-ahead log has"));
    for (int i = 50; i < 60; ++i) repository->refresh(large_answer(i));
    CHECK(log_bytes(file) < 40 * megabyte);
}

TEST_CASE("a reader that is killed in the middle holds nothing back") {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "it.db").string();
    open(file)->refresh(large_answer(0));
    const std::string end = ChildProcess([&] {
                                open(file, {.access = Access::read})->snapshot([](const BatchReader& moment) {
                                    if (moment.count() == 1) std::raise(SIGKILL);
                                });
                                return "not killed";
                            }).result();
    CHECK(end == "ended with status 9: ");
    const auto repository = open(file);
    for (int i = 0; i < 40; ++i) repository->refresh(large_answer(i));
    CHECK(log_bytes(file) < 64 * megabyte);
    CHECK(repository->store().verify().problems == no_problems);
}
