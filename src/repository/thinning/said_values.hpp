#pragma once

#include <batchstore/batch.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace batchstore {

/// Gives a number to each thing that answers say and that is folded on its own: a field, a member of counts
/// or usage, a key of `extra`, and of what `extra` has beside counts and usage each member.
class SaidValues {
public:
    /// The numbers of all that an answer says, in no particular order.
    std::vector<std::size_t> of(const Batch& answer);
    /// All numbers are below this.
    std::size_t count() const;

private:
    std::size_t number_of(const std::string& name);

    std::map<std::string, std::size_t, std::less<>> extra_;
};

}  // namespace batchstore
