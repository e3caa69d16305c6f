#pragma once

#include "output/format.hpp"
#include "output/standard_output.hpp"

#include <batchstore/care.hpp>
#include <batchstore/verification.hpp>

#include <optional>

/// What verify found, as lines for a person or, if asked for, as JSON.

/// The problems, and a last line that begins with `ok: ` or `not ok: `.
void write_verification(Output& output, const std::optional<Format>& asked,
                        const batchstore::Verification& found);

/// The problems alone; for JSON nothing, because that comes as one text with what was done about them.
void write_problems(Output& output, const std::optional<Format>& asked,
                    const batchstore::Verification& found);

/// What was made anew because of them, and the last line of what holds now.
void write_rebuilt(Output& output, const std::optional<Format>& asked, const batchstore::Verification& before,
                   const batchstore::Rebuilt& rebuilt);
