#include "output/sha256.hpp"

#include <batchstore/error.hpp>
#include <batchstore/observation.hpp>

namespace {

void require(int done) {
    if (done == 1) return;
    throw batchstore::Error(batchstore::ErrorKind::storage,
                            "SHA-256 is not available; check the OpenSSL installation");
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::add(std::string_view piece) {
    require(EVP_DigestUpdate(context_.get(), piece.data(), piece.size()));
}

std::string Sha256::end() {
    batchstore::Digest digest{};
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    return batchstore::to_hex(digest);
}

std::string sha256_of(std::string_view text) {
    Sha256 sha256;
    sha256.add(text);
    return sha256.end();
}
