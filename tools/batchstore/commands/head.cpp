#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "open_store.hpp"

#include <batchstore/observation.hpp>

Exit head(Invocation& invocation) {
    Arguments arguments(invocation,
                        "The head is SEQ:DIGEST, the number of the last log entry and the digest of the\n"
                        "log up to it. Kept where the store's owner cannot change it, it proves later\n"
                        "that nothing before it was changed, added or removed.\n"
                        "\n"
                        "Examples:\n"
                        "  batchstore head >> heads.txt\n"
                        "  batchstore verify --since \"$(tail -n 1 heads.txt)\"");
    if (!arguments.parse()) return Exit::done;
    const auto repository = open_for_reading(invocation);
    invocation.output.write(batchstore::to_string(repository->head()) + "\n");
    return Exit::done;
}
