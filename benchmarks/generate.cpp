// Writes realistic Batch objects as JSON Lines: the same ones for the same arguments, on every machine.
//
//     generate LINES [SEED]            the batches
//     generate LINES [SEED] --later    the same batches, one in ten of them further along
#include "generator.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

int main(int argc, char** argv) {
    const std::int64_t lines = argc > 1 ? std::atoll(argv[1]) : 0;
    const bool later = argc > 2 && std::string_view(argv[argc - 1]) == "--later";
    const std::uint64_t seed =
        argc > 2 && std::string_view(argv[2]) != "--later" ? std::strtoull(argv[2], nullptr, 10) : 1;
    if (lines <= 0) {
        std::fputs("usage: generate LINES [SEED] [--later]\n", stderr);
        return 2;
    }
    for (std::int64_t number = 0; number < lines; ++number) {
        const std::string line = GeneratedBatch{seed, number, lines, later}.json() + "\n";
        if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) {
            return 1;
        }
    }
    return 0;
}
