#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/observation.hpp>

#include <string>
#include <string_view>
#include <vector>

/// How one answer of a server becomes a `Batch` in normal form.
///
/// Servers that speak the Batch API differ a lot. The reader accepts widely, loses nothing and guesses
/// nothing: what it does not understand is kept in `Batch::extra`, and what is odd is named in a finding. A
/// field whose name is not there, or says nothing, is read from another spelling of the name (`inputFileId`,
/// `Input-File-ID`): of several from the first in byte order that says something.
/// It may be used from any number of threads.
namespace batchstore {

/// What is odd about a field of an answer that was accepted all the same.
enum class Oddity {
    missing,       ///< a required field is absent
    null_value,    ///< a required field is null
    empty,         ///< a required field is ""
    wrong_type,    ///< the value is of a type the field cannot hold; it is kept in `extra`
    undocumented,  ///< a status outside the documented eight
    not_seconds,   ///< a time that is not integer seconds
    not_integer,   ///< a count that is not a JSON integer
    negative,      ///< a count below zero; it is kept in `extra`
    broken_text,   ///< a text with U+0000 or half of a surrogate pair; it is kept as its JSON text
    other_name,   ///< read from another spelling of the field's name, or from the chat endpoint's name for it
    other_shape,  ///< errors, counts, usage or metadata in another shape than documented
    over_limit,   ///< metadata over the documented 16 pairs, 64 and 512 characters
    duplicate_key,  ///< the key stands twice in one object; the last one counts
    skipped,        ///< `prefix`, of an import only: text before the object on its line, as logs have it
};

std::string_view to_string(Oddity oddity);

/// A named oddity: which field (`metadata.team`, `usage.input_tokens`) and what about it.
struct Finding {
    std::string path{};
    Oddity oddity = Oddity::missing;

    bool operator==(const Finding&) const = default;
};

/// `PATH: ODDITY`, for example `created_at: not_seconds`.
std::string to_string(const Finding& finding);

enum class Strictness {
    lenient,     ///< accept oddities, with findings
    documented,  ///< refuse an answer that has any finding
};

/// Texts nested deeper than this are refused.
inline constexpr int max_nesting = 1000;

/// One answer that was read: the text as received, and what it says in normal form.
///
/// Reading is the costly part of a refresh and needs no store: read in any thread, then hand the answer to
/// `BatchRepository::refresh`.
class Answer {
public:
    /// Reads the JSON text in which a server describes one batch.
    /// @throws Error{invalid} if it is not one strict JSON object, or the object is not a batch; the message
    ///   names the place and what was found instead.
    static Answer read(std::string text, Strictness strictness = Strictness::lenient);

    const std::string& text() const { return text_; }
    const Batch& batch() const { return batch_; }
    const std::vector<Finding>& findings() const { return findings_; }

    /// Of the normal form: two answers are equal when their digests are.
    const Digest& digest() const { return digest_; }
    /// Of the text, as the log's chain takes it.
    const Digest& text_digest() const { return text_digest_; }

private:
    Answer() = default;

    std::string text_;
    Batch batch_;
    std::vector<Finding> findings_;
    Digest digest_{};
    Digest text_digest_{};
};

}  // namespace batchstore
