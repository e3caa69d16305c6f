#pragma once

#include <batchstore/reading.hpp>

#include <functional>
#include <set>
#include <string>

namespace batchstore {

/// Names findings so that keys of servers' own cannot fill the memory: `FoundOddity::name` has the rule.
class FindingNames {
public:
    FindingNames();

    std::string name_of(const Finding& finding);

private:
    std::set<std::string, std::less<>> documented_;  ///< fields, as findings name them
    std::set<std::string, std::less<>> own_;         ///< keys of servers' own that are told apart
};

}  // namespace batchstore
