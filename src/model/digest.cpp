#include "model/digest.hpp"

#include "model/columns.hpp"

#include <batchstore/error.hpp>

#include <memory>

#include <openssl/evp.h>

namespace batchstore {

namespace {

/// OpenSSL's state for one thread: looking an algorithm up costs more than hashing a short text.
class Sha256 {
public:
    Sha256()
        : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free),
          context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {}

    Digest operator()(std::string_view bytes) {
        Digest digest{};
        if (EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) != 1 ||
            EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1 ||
            EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) != 1) {
            throw Error(ErrorKind::storage, "SHA-256 is not available; check the OpenSSL installation");
        }
        return digest;
    }

private:
    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_;
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// Appends values so that no two different batches give the same bytes: each text carries its length, and
/// what is not set is marked.
struct NormalForm {
    std::string bytes;

    void add(std::string_view text) {
        bytes += std::to_string(text.size());
        bytes += ':';
        bytes += text;
    }
    void add(std::int64_t number) {
        bytes += std::to_string(number);
        bytes += ';';
    }
    template <class Value>
    void add(const std::optional<Value>& value) {
        bytes += value ? '+' : '-';
        if (value) {
            add(*value);
        }
    }
    void add(const std::vector<BatchError>& errors) {
        add(static_cast<std::int64_t>(errors.size()));
        for (const BatchError& error : errors) {
            add_record(error);
        }
    }
    void add(const std::map<std::string, std::string, std::less<>>& pairs) {
        add(static_cast<std::int64_t>(pairs.size()));
        for (const auto& [key, value] : pairs) {
            add(std::string_view(key));
            add(std::string_view(value));
        }
    }
    void add(const RequestCounts& counts) { add_record(counts); }
    void add(const Usage& usage) { add_record(usage); }

    template <class Record>
    void add_record(const Record& record) {
        for_each_column(columns_of<Record>, [&](const auto& column) { add(record.*column.member); });
    }
};

}  // namespace

Digest sha256(std::string_view bytes) {
    thread_local Sha256 sha256;
    return sha256(bytes);
}

std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest normal_form_digest(const Batch& batch) {
    thread_local NormalForm form;
    form.bytes.clear();
    form.add(std::string_view(batch.id));
    form.add_record(batch);
    form.add(batch.extra);
    return sha256(form.bytes);
}

}  // namespace batchstore
