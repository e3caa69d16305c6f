#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

/// The SHA-256 of what comes in pieces, as sha256sum prints it.
class Sha256 {
public:
    Sha256();

    void add(std::string_view piece);
    /// 64 hexadecimal digits; to be called once.
    std::string end();

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// Of one text.
std::string sha256_of(std::string_view text);
