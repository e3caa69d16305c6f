#include "catch.hpp"
#include "test_seed.hpp"
#include "transfer/record_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

using namespace batchstore;

extern "C" int fuzz_read_records(const std::uint8_t* data, std::size_t size);

namespace {

/// What stands in a stream: the text of a record, its line, and its index if it is an item.
struct Expected {
    std::string text;
    std::int64_t line = 0;
    std::optional<std::int64_t> item;

    bool operator==(const Expected&) const = default;
};

/// Writes random records in random forms, and remembers them.
class RandomStream {
public:
    explicit RandomStream(unsigned seed) : random_(seed) {}

    std::string text;
    std::vector<Expected> records;

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
    }
    const std::string& one_of(const std::vector<std::string>& choices) {
        return choices[below(choices.size())];
    }

    void add_records() {
        const std::string gap = one_of({"", "", " ", "\n", "\r\n", "\n\n", "\n  "});
        switch (below(4)) {
            case 0:
                add(object(gap), std::nullopt);
                break;
            case 1:
                add_items("[", "]", gap);
                break;
            case 2:
                add_items(R"({"object":"list","next":{"data":[{}]},"data":)" + gap + "[",
                          R"(],"first_id":null,)" + gap + R"("has_more":true})", gap);
                break;
            default:
                add_items("{" + gap + R"("data":[)", "]" + gap + R"(,"object":"list"})", gap);
        }
        text += one_of({"", " ", "\n", "\n\n", "\r\n", "\n\x1e"});
    }

    /// A line whose end no JSON text can hold, so that nothing that begins in it can go on in the next line.
    void add_garbage_line() {
        static const std::vector<std::string> pieces{
            "{", "}", "[", "]", "\"", ",", ":", "\\", "\"a\"", "{\"a\":", "{},{}", "\"data\":[", " ", "\x1e"};
        for (std::size_t count = below(10); count > 0; --count) {
            text += one_of(pieces);
        }
        text += "\x01\n";
    }

    void add_good_line() {
        const std::string id = "{\"id\":" + std::to_string(++last_id_) + "}";
        text += one_of({id, id, id + " " + id, "[" + id + "]", "{\"data\":[" + id + "]}",
                        R"({"id":1,"a":{}})" + id}) +
                one_of({"", " ", "\r"}) + "\n";
        records.push_back({id, 0, std::nullopt});
    }

private:
    std::string string() {
        std::string string = "\"";
        for (std::size_t count = below(6); count > 0; --count) {
            string += one_of(
                {"x", "{", "}", "[", "]", "\\\"", "\\\\", ",", ":", " ", "data", "é", "\\n", "\\u0022"});
        }
        return string + "\"";
    }

    std::string value(const std::string& gap, int depth) {
        switch (below(depth > 2 ? 3 : 6)) {
            case 0:
                return string();
            case 1:
                return "null";
            case 2:
                return "-1.5e3";
            case 3:
                return "[" + gap + "]";
            case 4:
                return "[" + gap + value(gap, depth + 1) + "," + gap + value(gap, depth + 1) + "]";
            default:
                return "{" + gap + string() + gap + ":" + gap + value(gap, depth + 1) + gap + "}";
        }
    }

    std::string object(const std::string& gap) {
        std::string object = "{" + gap + "\"id\":" + std::to_string(++last_id_);
        for (std::size_t count = below(4); count > 0; --count) {
            object += "," + gap + string() + ":" + value(gap, 0);
        }
        return object + gap + "}";
    }

    void add(const std::string& record, std::optional<std::int64_t> item) {
        records.push_back({record, 1 + std::count(text.begin(), text.end(), '\n'), item});
        text += record;
    }

    void add_items(const std::string& opening, const std::string& closing, const std::string& gap) {
        text += opening;
        const auto count = static_cast<std::int64_t>(below(4));
        for (std::int64_t item = 0; item < count; ++item) {
            text += item > 0 ? "," + gap : gap;
            add(object(gap), item);
        }
        text += closing;
    }

    std::mt19937 random_;
    int last_id_ = 0;
};

/// Gives out a text in pieces of random size.
ReadBytes pieces_of(const std::string& text, unsigned seed) {
    return [&text, random = std::mt19937(seed), at = std::size_t{0}](char* buffer, std::size_t size) mutable {
        const std::size_t most = std::min(size, text.size() - at);
        const std::size_t count = most == 0 ? 0 : 1 + random() % most;
        std::copy_n(text.data() + at, count, buffer);
        at += count;
        return count;
    };
}

constexpr unsigned rounds = 300;

}  // namespace

TEST_CASE("records in any mix of forms are read as they were written, whatever the size of the reads") {
    const unsigned first_seed = testing::test_seed();
    for (unsigned seed = first_seed; seed != first_seed + rounds; ++seed) {
        INFO("seed " << seed);
        RandomStream stream(seed);
        for (std::size_t count = stream.below(8); count > 0; --count) {
            stream.add_records();
        }
        std::vector<Expected> read;
        RecordReader reader(pieces_of(stream.text, seed), {100'000, 1 + stream.below(100)});
        for (Record record; reader.next(record);) {
            read.push_back({std::string(record.text) + record.broken, record.line, record.item});
        }
        REQUIRE(read == stream.records);
    }
}

TEST_CASE("no garbage costs a good line behind it") {
    const unsigned first_seed = testing::test_seed();
    for (unsigned seed = first_seed; seed != first_seed + 10 * rounds; ++seed) {
        RandomStream stream(seed);
        for (std::size_t count = stream.below(12); count > 0; --count) {
            stream.below(3) == 0 ? stream.add_good_line() : stream.add_garbage_line();
        }
        INFO("seed " << seed << "\n" << stream.text);
        std::vector<std::string> read;
        RecordReader reader(pieces_of(stream.text, seed), {100'000, 1 + stream.below(100)});
        for (Record record; reader.next(record);) {
            read.emplace_back(record.broken.empty() ? record.text : "");
        }
        for (const Expected& good : stream.records) {
            REQUIRE(std::count(read.begin(), read.end(), good.text) >= 1);
        }
    }
}

TEST_CASE("whatever the bytes, every line is passed once") {
    const unsigned first_seed = testing::test_seed();
    for (unsigned seed = first_seed; seed != first_seed + rounds; ++seed) {
        INFO("seed " << seed);
        RandomStream stream(seed);
        for (std::size_t count = stream.below(30); count > 0; --count) {
            stream.below(2) == 0 ? stream.add_garbage_line() : stream.add_records();
        }
        RecordReader reader(pieces_of(stream.text, seed), {1 + stream.below(200), 1 + stream.below(50)});
        std::int64_t line = 1;
        for (Record record; reader.next(record); line = record.line) {
            REQUIRE(record.line >= line);
        }
        CHECK(reader.line() == 1 + std::count(stream.text.begin(), stream.text.end(), '\n'));
    }
}

TEST_CASE("the inputs that a fuzzer found worth keeping are read as it demands") {
    int replayed = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(BATCHSTORE_SOURCE_DIR "/fuzz/corpus/read_records")) {
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        INFO(file.path());
        CHECK(fuzz_read_records(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()) == 0);
        ++replayed;
    }
    CHECK(replayed > 0);
}
