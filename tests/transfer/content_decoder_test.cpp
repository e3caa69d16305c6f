#include "transfer/content_decoder.hpp"

#include "catch.hpp"
#include "encoded_text.hpp"
#include "temporary_folder.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <fstream>
#include <string>

using namespace batchstore;
using testing::encoded;
using testing::Encoding;

namespace {

/// What is made of a content that comes in pieces of `step` bytes, or why nothing more is.
std::string decoded(const std::string& content, std::size_t step) {
    ContentDecoder decoder;
    std::string text;
    try {
        for (std::size_t at = 0;; at += step) {
            const std::string piece = at < content.size() ? content.substr(at, step) : "";
            decoder.feed(piece);
            for (std::string_view part = decoder.take(); !part.empty(); part = decoder.take()) {
                text += part;
            }
            if (piece.empty()) {
                return text;
            }
        }
    } catch (const Error& error) {
        return text + "! " + error.what();
    }
}

constexpr Encoding wide_encodings[] = {Encoding::utf16_le, Encoding::utf16_be, Encoding::utf32_le,
                                       Encoding::utf32_be};

std::string repeated(const std::string& text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

TEST_CASE("UTF-16 and UTF-32 are told by their byte order mark and become UTF-8, in pieces of any size") {
    const std::u32string text = U"{\"id\":\"b\x00e4\x20ac\U0001f600\"}\r\n";
    const std::string expected = "\xef\xbb\xbf{\"id\":\"b\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"}\r\n";
    for (const Encoding encoding : wide_encodings) {
        for (const std::size_t step : {1U, 2U, 3U, 5U, 1000U}) {
            INFO("encoding " << static_cast<int>(encoding) << ", step " << step);
            CHECK(decoded(encoded(text, encoding), step) == expected);
        }
    }
}

TEST_CASE("a long text in another encoding is converted piece by piece") {
    const std::string line = "{\"id\":\"batch_1\"}\r\n";
    for (const Encoding encoding : wide_encodings) {
        CHECK(decoded(encoded(repeated(line, 20'000), encoding), 64 << 10) ==
              "\xef\xbb\xbf" + repeated(line, 20'000));
    }
}

TEST_CASE("plain content is what it is, whatever its first bytes might have become") {
    for (const std::string plain :
         {"", "{", "\x1f", "\xff", "\xfe", "P", "BZ", "{\"id\":1}", "\xef\xbb\xbf{}"}) {
        CHECK(decoded(plain, 1) == plain);
        CHECK(decoded(plain, 100) == plain);
    }
    CHECK(decoded(std::string("\0\0{}", 4), 1) == std::string("\0\0{}", 4));
}

TEST_CASE("a text that ends inside a character says so, behind all that is good") {
    const std::string utf16 = encoded("{}", Encoding::utf16_le);
    CHECK(decoded(utf16 + "x", 3) ==
          "\xef\xbb\xbf{}! the UTF-16 text ends inside a character, behind byte 7; fetch the file again");
    CHECK_THAT(decoded(utf16 + "\x3d\xd8", 3),
               Catch::Matchers::ContainsSubstring("ends inside a character, behind byte 8"));
    CHECK_THAT(decoded(encoded("{}", Encoding::utf32_be) + std::string(2, '\0'), 7),
               Catch::Matchers::ContainsSubstring("the UTF-32 text ends inside a character, behind byte 14"));
}

TEST_CASE("a unit that is no character is named with its place") {
    CHECK(decoded(encoded(U"{}\x110000{}", Encoding::utf32_le), 1000) ==
          "! byte 13 of the UTF-32 text: 0x00110000 is no character");
}

TEST_CASE("a lone half of a surrogate pair is kept as bytes that no reader takes for text") {
    CHECK(decoded(encoded(std::u32string(U"a") + char32_t{0xd83d} + U"b", Encoding::utf16_be), 1) ==
          "\xef\xbb\xbf"
          "a\xed\xa0\xbd"
          "b");
    CHECK(decoded(encoded(std::u32string(U"a") + char32_t{0xde00} + U"b", Encoding::utf16_le), 1000) ==
          "\xef\xbb\xbf"
          "a\xed\xb8\x80"
          "b");
    const std::u32string two_halves{0xd83d, 0xd83d, 0xde00};
    CHECK(decoded(encoded(two_halves, Encoding::utf16_le), 3) == "\xef\xbb\xbf\xed\xa0\xbd\xf0\x9f\x98\x80");
}

TEST_CASE("a form that is not read is named with the way to read it") {
    CHECK(decoded("\x28\xb5\x2f\xfd\x04", 1) ==
          "! is compressed with zstd, which is not read; zstd -dc FILE | batchstore import -");
    CHECK(decoded(std::string("\xfd"
                              "7zXZ\0\0",
                              7),
                  100) == "! is compressed with xz, which is not read; xz -dc FILE | batchstore import -");
    CHECK(decoded("BZh91AY&SY", 2) ==
          "! is compressed with bzip2, which is not read; bzip2 -dc FILE | batchstore import -");
    CHECK(decoded("PK\x03\x04\x14", 3) ==
          "! is a zip archive, which is not read; unzip -p FILE | batchstore import -");
    CHECK_THAT(decoded(std::string("SQLite format 3\0\x10", 17), 100),
               Catch::Matchers::StartsWith("! is an SQLite database, which is not read; "));
}

TEST_CASE("a file in UTF-16 is read as UTF-8") {
    const testing::TemporaryFolder folder;
    const std::string path = (folder.path() / "powershell.json").string();
    std::ofstream(path, std::ios::binary) << encoded(repeated("{}\r\n", 50'000), Encoding::utf16_le);
    const auto input = open_input(path);
    std::string text;
    std::string buffer(1000, '\0');
    while (const std::size_t count = input->read(buffer.data(), buffer.size())) {
        text.append(buffer, 0, count);
    }
    CHECK(text == "\xef\xbb\xbf" + repeated("{}\r\n", 50'000));
    CHECK(input->consumed() == input->size());
}
