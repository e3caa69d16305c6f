// Reads records from any bytes. Whatever they are, lines are passed in order, a record lies in what was read,
// and the size of the reads changes nothing.
//
//     cmake --preset fuzz && cmake --build --preset fuzz
//     mkdir -p build/fuzz/found
//     build/fuzz/fuzz/fuzz_read_records -max_total_time=60 build/fuzz/found fuzz/corpus/read_records

#include "transfer/record_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace batchstore;

[[noreturn]] void fail(std::string_view what) {
    std::cerr << what << "\n";
    std::abort();
}

/// All that a reader says of a text, which it gets in pieces of `step` bytes.
std::string told_of(std::string_view text, std::size_t step) {
    constexpr std::size_t longest_record = std::size_t{1} << 20;
    RecordReader reader(
        [rest = text, step](char* buffer, std::size_t size) mutable {
            const std::size_t count = rest.substr(0, step).copy(buffer, size);
            rest.remove_prefix(count);
            return count;
        },
        {longest_record, 64});
    std::string told;
    for (Record record; reader.next(record);) {
        if (record.line < 1 || record.line > reader.line()) {
            fail("a record is in no line that was reached");
        }
        told += std::to_string(record.line) + ":" + std::to_string(record.item.value_or(-1)) + ":" +
                record.broken + (record.prefixed ? ">" : ":") + std::string(record.text) + "\n";
    }
    if (reader.line() != 1 + std::count(text.begin(), text.end(), '\n')) {
        fail("not every line was passed once");
    }
    return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (told_of(text, 1) != told_of(text, std::max<std::size_t>(size, 1))) {
        fail("the size of the reads makes a difference");
    }
    return 0;
}
