#pragma once

#include <batchstore/batch.hpp>
#include <batchstore/observation.hpp>

#include <memory>
#include <string_view>

namespace batchstore {

/// SHA-256 of some bytes.
Digest sha256(std::string_view bytes);

/// SHA-256 of bytes that come in pieces.
class RunningSha256 {
public:
    RunningSha256();
    RunningSha256(const RunningSha256&) = delete;
    RunningSha256& operator=(const RunningSha256&) = delete;
    ~RunningSha256();

    void add(std::string_view bytes);
    /// Of all that was added; the next piece begins anew.
    Digest end();

private:
    class Context;
    std::unique_ptr<Context> context_;
};

/// The bytes of a digest, for hashing it again or storing it.
std::string_view bytes_of(const Digest& digest);

/// Digest of a batch in normal form. Two answers are equal when these are.
Digest normal_form_digest(const Batch& batch);

}  // namespace batchstore
