#include "repository/partial_file.hpp"

#include "catch.hpp"
#include "sqlite/raw_file.hpp"
#include "sqlite/refusal.hpp"
#include "temporary_folder.hpp"

using namespace batchstore;
using namespace batchstore::testing;
using Catch::Matchers::StartsWith;
using Existing = PartialFile::Existing;

namespace {

struct NewFile {
    TemporaryFolder folder;
    Path path = folder.path() / "new";

    PartialFile begin(Existing existing = Existing::keep) const {
        return {path.string(), existing, "the file"};
    }
    std::string refused(Existing existing = Existing::keep) const {
        return refusal([&] { begin(existing); });
    }
};

void write(const PartialFile& file, const std::string& text) {
    REQUIRE(::write(file.descriptor(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
}

}  // namespace

TEST_CASE("a file has its name only when it is kept, and is its owner's only") {
    const NewFile file;
    PartialFile begun = file.begin();
    write(begun, "content");
    CHECK_FALSE(std::filesystem::exists(file.path));
    begun.keep();
    CHECK(read_bytes(file.path) == "content");
    CHECK(std::filesystem::status(file.path).permissions() == std::filesystem::perms(0600));
    CHECK(contents(file.folder.path()).size() == 1);
}

TEST_CASE("a file that is not kept leaves nothing") {
    const NewFile file;
    write(file.begin(), "content");
    CHECK(contents(file.folder.path()).empty());
}

TEST_CASE("a file that is there is not overwritten unless it may be replaced") {
    const NewFile file;
    write_bytes(file.path, "old");
    CHECK(file.refused() ==
          "invalid: " + file.path.string() + ": exists, and nothing is overwritten; name a new file");
    file.begin(Existing::replace);
    CHECK(read_bytes(file.path) == "old");
    PartialFile begun = file.begin(Existing::replace);
    write(begun, "new");
    begun.keep();
    CHECK(read_bytes(file.path) == "new");
}

TEST_CASE("a file that comes there meanwhile is not overwritten") {
    const NewFile file;
    PartialFile begun = file.begin();
    write_bytes(file.path, "other");
    CHECK_THAT(refusal([&] { begun.keep(); }), StartsWith("invalid: " + file.path.string() + ": exists"));
    CHECK(read_bytes(file.path) == "other");
}

TEST_CASE("a file that is replaced gives the new one its permissions") {
    const NewFile file;
    write_bytes(file.path, "old");
    std::filesystem::permissions(file.path, std::filesystem::perms(0640));
    file.begin(Existing::replace).keep();
    CHECK(std::filesystem::status(file.path).permissions() == std::filesystem::perms(0640));
}

TEST_CASE("a file that is replaced behind a link is replaced there, and the link stays") {
    const NewFile file;
    std::filesystem::create_directory(file.folder.path() / "there");
    const Path there = file.folder.path() / "there/file";
    std::filesystem::create_symlink("there/file", file.path);
    const bool is_there = GENERATE(true, false);
    if (is_there) write_bytes(there, "old");
    PartialFile begun = file.begin(Existing::replace);
    write(begun, "new");
    begun.keep();
    CHECK(std::filesystem::is_symlink(file.path));
    CHECK(read_bytes(there) == "new");
}

TEST_CASE("files that are to have one name do not meet, and the first that is kept has it") {
    const NewFile file;
    PartialFile one = file.begin();
    PartialFile other = file.begin();
    write(one, "one");
    write(other, "other");
    one.keep();
    CHECK_THAT(refusal([&] { other.keep(); }), StartsWith("invalid: " + file.path.string() + ": exists"));
    CHECK(read_bytes(file.path) == "one");
}

TEST_CASE("what is no regular file is never replaced") {
    const NewFile file;
    std::filesystem::create_directory(file.path);
    CHECK(file.refused(Existing::replace) ==
          "invalid: " + file.path.string() + ": is a directory; name a file");
    std::filesystem::remove(file.path);
    std::filesystem::create_symlink("/dev/null", file.path);
    CHECK(file.refused(Existing::replace) ==
          "invalid: " + file.path.string() + ": is no regular file; name one");
}

TEST_CASE("a file in a folder that is not there cannot be begun") {
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "none/new").string();
    CHECK(refusal([&] { PartialFile(path, Existing::keep, "the file"); }) ==
          "storage: " + path + ": No such file or directory; the file cannot be written");
}
