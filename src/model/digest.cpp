#include "model/digest.hpp"

#include "model/columns.hpp"

#include <batchstore/error.hpp>

#include <memory>

#include <openssl/evp.h>

namespace batchstore {

/// OpenSSL's state for one thread: looking an algorithm up costs more than hashing a short text.
class RunningSha256::Context {
public:
    Context()
        : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free),
          context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        begin();
    }

    void add(std::string_view bytes) {
        require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
    }

    Digest end() {
        Digest digest{};
        require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
        begin();
        return digest;
    }

private:
    void begin() { require(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr)); }

    static void require(int done) {
        if (done != 1) {
            throw Error(ErrorKind::storage, "SHA-256 is not available; check the OpenSSL installation");
        }
    }

    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm_;
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

RunningSha256::RunningSha256() : context_(std::make_unique<Context>()) {}
RunningSha256::~RunningSha256() = default;

void RunningSha256::add(std::string_view bytes) {
    context_->add(bytes);
}

Digest RunningSha256::end() {
    return context_->end();
}

Digest sha256(std::string_view bytes) {
    thread_local RunningSha256 sha256;
    sha256.add(bytes);
    return sha256.end();
}

namespace {

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
