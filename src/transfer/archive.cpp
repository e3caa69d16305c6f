#include "transfer/archive.hpp"

#include "model/digest.hpp"
#include "repository/chain.hpp"
#include "transfer/envelope.hpp"
#include "transfer/record_reader.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace batchstore {

namespace {

/// Of all bytes of a file, from its beginning.
ArchiveFile described(const std::string& path, int descriptor) {
    ArchiveFile file{.path = path};
    RunningSha256 sha256;
    std::array<char, std::size_t{64} << 10> piece{};
    for (;;) {
        const ssize_t size = ::pread(descriptor, piece.data(), piece.size(), file.size_bytes);
        if (size == 0) {
            file.sha256 = sha256.end();
            return file;
        }
        if (size < 0) {
            throw Error(ErrorKind::storage, path + ": cannot be read back; nothing was pruned");
        }
        sha256.add({piece.data(), static_cast<std::size_t>(size)});
        file.size_bytes += size;
    }
}

}  // namespace

void EntrySum::add(const Observation& entry) {
    ++entries_;
    digest_ = chain_digest(chain_digest(digest_, entry_digest(entry, sha256(entry.body))), entry.digest);
}

Archive::Archive(const std::string& path) : file_(path, PartialFile::Existing::keep, "the archive") {
    const int descriptor = ::fcntl(file_.descriptor(), F_DUPFD_CLOEXEC, 0);
    // T: as it is, without compression.
    stream_.reset(descriptor < 0 ? nullptr : ::gzdopen(descriptor, path.ends_with(".gz") ? "wb" : "wbT"));
    if (!stream_) {
        ::close(descriptor);
        file_.fail();
    }
}

void Archive::add(const Observation& entry) {
    written_.add(entry);
    line_ = to_json_text(entry) + '\n';
    if (::gzwrite(stream_.get(), line_.data(), static_cast<unsigned>(line_.size())) == 0) {
        file_.fail();
    }
}

std::optional<ArchiveFile> Archive::keep(const std::atomic<bool>* stop) {
    if (::gzclose(stream_.release()) != Z_OK || ::fsync(file_.descriptor()) != 0) {
        file_.fail();
    }
    const EntrySum read = read_back(stop);
    if (stop != nullptr && *stop) {
        return std::nullopt;
    }
    if (read != written_) {
        throw Error(ErrorKind::storage, file_.path() +
                                            ": the archive does not read back as it was written, "
                                            "and nothing was pruned; check the disk");
    }
    ArchiveFile archived = described(file_.path(), file_.descriptor());
    file_.keep();
    return archived;
}

/// What an import would read.
EntrySum Archive::read_back(const std::atomic<bool>* stop) const {
    const auto input = open_input(file_.partial_path());
    RecordReader reader([&](char* buffer, std::size_t size) { return input->read(buffer, size); });
    EntrySum sum;
    Record record;
    while ((stop == nullptr || !*stop) && reader.next(record)) {
        const auto envelope = record.broken.empty() ? open_envelope(record.text) : std::nullopt;
        sum.add(envelope && envelope->entry ? *envelope->entry : Observation());
    }
    return sum;
}

}  // namespace batchstore
