#include "repository/chain.hpp"

#include "model/digest.hpp"

#include <string>

namespace batchstore {

namespace {

void append_netstring(std::string& out, std::string_view text) {
    out += std::to_string(text.size());
    out += ':';
    out += text;
    out += ',';
}

void append_netstring(std::string& out, std::int64_t number) {
    append_netstring(out, std::to_string(number));
}

}  // namespace

Digest entry_digest(const Observation& entry, const Digest& body_digest) {
    thread_local std::string bytes;
    bytes.clear();
    append_netstring(bytes, entry.seq);
    append_netstring(bytes, entry.id);
    append_netstring(bytes, entry.observed_at_us);
    append_netstring(bytes, entry.recorded_at_us);
    append_netstring(bytes, entry.source);
    append_netstring(bytes, to_string(entry.precedence));
    append_netstring(bytes, to_string(entry.verdict));
    bytes += bytes_of(body_digest);
    return sha256(bytes);
}

Digest chain_digest(const Digest& before, const Digest& entry) {
    std::string bytes(bytes_of(before));
    bytes += bytes_of(entry);
    return sha256(bytes);
}

}  // namespace batchstore
