#pragma once

#include "invocation.hpp"
#include "output/standard_output.hpp"

#include <batchstore/transfer.hpp>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

/// The lines of `import --outcomes`: one JSON object a record on standard output.
///
/// An atomic import is not final until its end, so its lines are held in a temporary file; if it was rolled
/// back, the accepted records' outcome is `rolled_back`.
class OutcomeLines {
public:
    OutcomeLines(Output& output, bool hold);

    void add(const batchstore::ImportOutcome& outcome);

    /// To be called at the end: writes what was held.
    void release(bool rolled_back);

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    Output& output_;
    std::unique_ptr<std::FILE, CloseFile> held_;
};

/// The lines on standard error about refused records. There may be millions: after some they are counted.
class RejectionLines {
public:
    /// `rejects` is the file that keeps the records; empty: none does. `hint` is how to learn of all.
    RejectionLines(const Invocation& invocation, std::string rejects, std::string hint)
        : invocation_(invocation), rejects_(std::move(rejects)), hint_(std::move(hint)) {}

    void add(const batchstore::ImportOutcome& outcome);

    /// To be called at the end: says how many lines were left out.
    void end();

private:
    const Invocation& invocation_;
    std::string rejects_;
    std::string hint_;
    std::int64_t count_ = 0;
};
