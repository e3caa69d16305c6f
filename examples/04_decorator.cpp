// A repository that counts and times the calls of another, for the metrics of an app.

#include <batchstore/batchstore.hpp>

#include <atomic>
#include <chrono>
#include <iostream>

class TimedRepository final : public batchstore::ForwardingRepository {
public:
    using ForwardingRepository::ForwardingRepository;

    mutable std::atomic<int> calls = 0;
    mutable std::atomic<std::int64_t> microseconds = 0;

protected:
    void forward(std::string_view name, const std::function<void()>& call) const override {
        using namespace std::chrono;
        const auto begin = steady_clock::now();
        call();
        const auto took = duration_cast<std::chrono::microseconds>(steady_clock::now() - begin).count();
        std::cout << name << " took " << took << " us\n";
        microseconds += took;
        ++calls;
    }
};

int main() {
    const auto store = batchstore::open(":memory:");
    TimedRepository repository(*store);
    repository.refresh(R"({"id": "batch_1", "object": "batch", "status": "failed"})");
    const auto failed = repository.count({.status = {batchstore::Status::failed}});
    std::cout << failed << " failed; " << repository.calls << " calls took " << repository.microseconds
              << " us\n";
    return repository.get("batch_1") && repository.calls == 3 ? 0 : 1;
}
