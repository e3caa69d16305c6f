// Reads conditions from any text. What is one must have a text that is read as the same condition; what is
// none must be refused with a position.
//
//     cmake --preset fuzz && cmake --build --preset fuzz
//     mkdir -p build/fuzz/found
//     build/fuzz/fuzz/fuzz_parse_condition -max_total_time=60 build/fuzz/found fuzz/corpus/parse_condition

#include <batchstore/condition.hpp>
#include <batchstore/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace {

using namespace batchstore;

constexpr std::int64_t now_us = 1'790'856'000'000'000;

[[noreturn]] void fail(std::string_view what, std::string_view text) {
    std::cerr << what << ": " << text << "\n";
    std::abort();
}

void check_text_of(const Condition& condition) {
    constexpr std::size_t longest = 8'192;
    const std::string text = to_text(condition);
    if (text.size() > longest) {
        return;  // an age and a short name are written in full
    }
    try {
        if (parse_condition(text, 0) != condition) {
            fail("is read as another condition", text);
        }
    } catch (const Error& error) {
        fail(error.what(), text);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        check_text_of(parse_condition(text, now_us));
    } catch (const Error& error) {
        if (!std::string_view(error.what()).starts_with("position ") || error.kind() != ErrorKind::invalid) {
            fail("is refused without a position", error.what());
        }
    }
    return 0;
}
