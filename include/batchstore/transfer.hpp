#pragma once

#include <batchstore/reading.hpp>
#include <batchstore/repository.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Import of answers in any form in which people have them, and dump.
namespace batchstore {

/// Records longer than this are refused.
inline constexpr std::size_t max_record_bytes = std::size_t{64} << 20;

/// A stream of bytes to import from.
///
/// An import reads in a thread of its own; `name`, `consumed` and `size` may be called beside it.
class Input {
public:
    Input() = default;
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;
    virtual ~Input() = default;

    /// How messages name it: a path, or `-`.
    virtual const std::string& name() const = 0;
    /// Reads up to `size` bytes, waiting for at least one. @returns how many; 0 at the end.
    /// @throws Error{storage} if reading fails; Error{invalid} if its data is damaged, or
    /// in a form that is known but not read (zstd, zip and the like).
    virtual std::size_t read(char* buffer, std::size_t size) = 0;
    /// Waits until `read` has something to return, at most about this long. @returns false if it has not.
    /// An input that cannot tell returns true; then an import that is stopped waits for `read` to return.
    /// @throws as `read`.
    virtual bool wait(std::chrono::milliseconds /*timeout*/) { return true; }
    /// Bytes of the underlying file taken so far, for a progress bar.
    virtual std::int64_t consumed() const { return 0; }
    /// Bytes of the underlying file in all, when that is known.
    virtual std::optional<std::int64_t> size() const { return std::nullopt; }
};

/// Opens a file, or standard input for `-`. What is compressed with gzip, and what is UTF-16 or UTF-32 by its
/// byte order mark, is told by content and read as UTF-8. The lone half of a surrogate pair becomes three
/// bytes that are no UTF-8 (ed a0 80 to ed bf bf), so that what holds it is refused.
/// @throws Error{not_found} if there is no such file, Error{storage} if it is a directory or unreadable.
std::unique_ptr<Input> open_input(const std::string& path);

/// What became of one record.
struct ImportOutcome {
    std::string_view input{};            ///< the input's name
    std::int64_t line = 0;               ///< where the record starts, from 1
    std::optional<std::int64_t> item{};  ///< index in an array or list page, from 0
    std::string_view id{};  ///< empty when rejected, and of an entry of a log that is pruned, or an act
    std::optional<RefreshResult> result{};  ///< none: rejected
    std::string reason{};                   ///< why it was rejected
    std::string_view text{};  ///< the rejected record verbatim; empty if it was too long to keep
};

struct ImportSummary {
    std::int64_t inserted = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t stale = 0;
    std::int64_t absent = 0;  ///< records that say that a server did not know a batch
    std::int64_t rejected = 0;
    bool stopped = false;      ///< `stop` was set before the end
    bool rolled_back = false;  ///< `atomic`, and something was rejected: nothing was stored
    /// The last list page that was read says that the listing goes on (`has_more`): its `last_id`, behind
    /// which the next page begins; empty if it does not say.
    std::optional<std::string> more_after{};

    std::int64_t records() const { return inserted + updated + unchanged + stale + absent + rejected; }
};

struct ImportOptions {
    /// Source of records that do not name their own; none: the name of the input's file.
    std::optional<std::string> source{};
    /// Microseconds since 1970, for records that do not carry their own; none: the clock.
    std::optional<std::int64_t> observed_at_us{};
    Precedence precedence = Precedence::lifecycle;
    Strictness strictness = Strictness::lenient;
    /// Where in each record the batches are: a JSON Pointer (RFC 6901), in which `*` stands for any member or
    /// item. What is there is read as an input of its own would be: a batch, an array or list page of them,
    /// also as a JSON text in a string. Empty: the record itself. Items of arrays and list pages are records.
    std::string at{};
    /// All records of all inputs or none.
    bool atomic = false;
    /// Called for each record in order, after the transaction that holds it was committed
    /// (with `atomic`: before, as nothing is final until the end).
    std::function<void(const ImportOutcome&)> on_outcome{};
    /// The same for refused records only, which costs nothing for the others.
    std::function<void(const ImportOutcome&)> on_rejected{};
    /// Called now and then with the input that is being read and the records so far.
    std::function<void(const Input&, std::int64_t records)> on_progress{};
    /// Set to true from anywhere (a signal handler too) to stop after the records at hand are committed.
    const std::atomic<bool>* stop = nullptr;
};

/// @throws Error{invalid} if `pointer` is no JSON Pointer as `ImportOptions::at` takes it; the message says
/// why.
void expect_json_pointer(std::string_view pointer);

/// Imports every record of the inputs, in order and in flat memory.
///
/// A record is a batch object, or an envelope `{"observed_at":…,"source":…,"batch":{…}}`, or
/// `{"observed_at":…,"source":…,"absent":"ID","answer":…}` with the words of a server that did not know the
/// batch (`BatchRepository::note_absence`), or a line of `dump_observations`. Records come as JSON Lines,
/// concatenated or pretty-printed objects, arrays, or list pages of the API, told apart by content. A bad
/// record is reported and the good ones beside it are kept.
///
/// @throws Error{invalid} if `at` is no JSON Pointer.
/// @throws Error as `BatchRepository::refresh` does; what was committed before stays.
ImportSummary import_records(BatchRepository& repository, std::span<const std::unique_ptr<Input>> inputs,
                             const ImportOptions& options = {});

/// Takes a piece of output. @returns false to stop (the reader went away).
using Write = std::function<bool(std::string_view)>;

enum class DumpFormat {
    json_lines,  ///< in the API's own shape; can be imported again
    csv,         ///< a line of titles, then a line a batch; see csv.hpp
};

struct DumpOptions {
    /// Which batches, and as of when; its order and page do not matter.
    Query query{};
    /// In the order of the bytes of their ids, so that stores with equal states give equal dumps; else, and
    /// faster, in the order in which they were first stored.
    bool by_id = false;
    DumpFormat format = DumpFormat::json_lines;
    bool raw_cells = false;  ///< CSV with texts as they are, even those that look like formulas
};

/// Writes the states, a line each.
void dump_batches(const BatchReader& repository, const Write& write, const DumpOptions& options = {});

/// Writes the whole log as JSON Lines; importing them into an empty store gives the same head.
void dump_observations(const BatchReader& repository, const Write& write);

/// Writes the entries of the batches that a query asks for, batch by batch; as of a past time, those that
/// were observed by then. It is no log that gives a head: it shows what the log has there, as an archive
/// does, and `examples/check_archive.py` proves it against the store.
/// @throws as `BatchReader::find`
void dump_observations(const BatchReader& repository, const Write& write, const Query& query);

/// One entry of the log as `dump_observations` writes it, without the line's end.
std::string to_json_text(const Observation& observation);

}  // namespace batchstore
