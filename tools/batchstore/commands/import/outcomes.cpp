#include "commands/import/outcomes.hpp"

#include "output/json_value.hpp"
#include "output/shown_text.hpp"

#include <batchstore/error.hpp>
#include <batchstore/transfer.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t most_lines = 20;

std::string json_line(const Json& value) {
    return one_line(value) + "\n";
}

std::string line_of(const batchstore::ImportOutcome& outcome) {
    Json line{{"input", outcome.input}, {"line", outcome.line}};
    if (outcome.item) line["item"] = *outcome.item;
    if (!outcome.result) {
        line["outcome"] = "rejected";
        line["reason"] = outcome.reason;
        return json_line(line);
    }
    line["id"] = outcome.id.empty() ? Json(nullptr) : Json(outcome.id);
    line["outcome"] = to_string(outcome.result->verdict);
    line["revision"] = outcome.result->revision;
    line["findings"] = Json::array();
    for (const auto& finding : outcome.result->findings) line["findings"].push_back(to_string(finding));
    return json_line(line);
}

std::string rolled_back_line(std::string_view held_line) {
    Json line = Json::parse(held_line);
    if (line["outcome"] == "rejected") return std::string(held_line);
    line["outcome"] = "rolled_back";
    line.erase("revision");
    return json_line(line);
}

[[noreturn]] void cannot_hold() {
    throw batchstore::Error(batchstore::ErrorKind::storage,
                            std::string("--outcomes: the temporary file: ") + std::strerror(errno) +
                                "; make room in the folder for temporary files");
}

std::string place_of(const batchstore::ImportOutcome& outcome) {
    const std::string line = std::string(outcome.input) + ":" + std::to_string(outcome.line);
    return outcome.item ? line + ": item " + std::to_string(*outcome.item) : line;
}

}  // namespace

OutcomeLines::OutcomeLines(Output& output, bool hold) : output_(output) {
    if (!hold) return;
    held_.reset(std::tmpfile());
    if (!held_) cannot_hold();
}

void OutcomeLines::add(const batchstore::ImportOutcome& outcome) {
    const std::string line = line_of(outcome);
    if (!held_) {
        output_.write(line);
    } else if (std::fwrite(line.data(), 1, line.size(), held_.get()) != line.size()) {
        cannot_hold();
    }
}

void OutcomeLines::release(bool rolled_back) {
    if (!held_) return;
    if (std::fflush(held_.get()) != 0) cannot_hold();
    std::rewind(held_.get());
    std::string line;
    std::array<char, 4096> piece{};
    while (std::fgets(piece.data(), static_cast<int>(piece.size()), held_.get())) {
        line += piece.data();
        if (!line.ends_with('\n')) continue;
        if (!output_.write(rolled_back ? rolled_back_line(line) : line)) return;
        line.clear();
    }
}

void RejectionLines::add(const batchstore::ImportOutcome& outcome) {
    if (++count_ > most_lines) return;
    const bool kept = !rejects_.empty() && !outcome.text.empty();
    const bool says_what_to_do = outcome.reason.find("; ") != std::string::npos;
    // What is wrong with the input itself names it.
    const bool names_input = outcome.reason.starts_with(std::string(outcome.input) + ": ");
    const std::string where = names_input ? "" : place_of(outcome) + ": ";
    const std::string next_step = kept ? "; kept in " + rejects_ : "; mend it or leave it out";
    invocation_.messages.error(where + outcome.reason + (says_what_to_do ? "" : next_step));
}

void RejectionLines::end() {
    if (count_ <= most_lines) return;
    invocation_.messages.error(invocation_.command + ": " + grouped(count_ - most_lines) +
                               " more records were rejected; " + hint_);
}
