#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// JSON as text, for what must keep every digit. Canonical text has no white space, the keys of an object
/// sorted and each once, no null members, and strings with the fewest escapes.
namespace batchstore {

/// Whether a text is UTF-8, as JSON must be.
bool is_utf8(std::string_view text);

/// Appends `text` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view text);

/// Members of an object: the key, unescaped, and the text of its value; empty text: not set.
using JsonMembers = std::vector<std::pair<std::string, std::string>>;

/// Sorts members by their keys; of equal keys the last one stays.
/// @returns false if a key stood twice
bool sort_members(JsonMembers& members);

/// Appends an object: sorts the members; of equal keys the last one counts.
/// @returns false if a key stood twice.
bool append_json_object(std::string& out, JsonMembers& members);

/// Appends an object whose members are sorted already.
void append_json_object(std::string& out, const std::map<std::string, std::string, std::less<>>& members);

/// The members of an object in text without white space.
/// @throws Error{corrupt} if `text` is not a JSON object.
JsonMembers json_members(std::string_view text);

/// `patch` merged over `target` as RFC 7396 says, keeping the target's order of keys.
std::string merge_json(std::string_view target, std::string_view patch);

}  // namespace batchstore
