#pragma once

#include <string_view>

namespace batchstore {

/// Watches the keys of an object go by, to tell whether it looks like a batch, or an envelope with one. Names
/// count in every spelling in which they are read.
class BatchKeys {
public:
    /// A string of the object itself, nothing deeper, and the last character before it but for white space.
    void see(char before, std::string_view text);

    bool look_like_batch() const { return is_batch_ || (saw_id_ && saw_other_); }

private:
    bool after_object_ = false;
    bool is_batch_ = false;
    bool saw_id_ = false;
    bool saw_other_ = false;
};

/// Whether a key spells a name by which batches are told from other objects.
bool names_batch_field(std::string_view key);

}  // namespace batchstore
