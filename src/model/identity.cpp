#include "model/identity.hpp"

#include "model/excerpt.hpp"
#include "model/half_pairs.hpp"
#include "model/json_text.hpp"
#include "model/spelling.hpp"

#include <batchstore/error.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace batchstore {

namespace {

constexpr std::size_t max_id_bytes = 1024;

constexpr std::size_t longest_quotation = 200;

[[noreturn]] void refuse(const std::string& reason) {
    throw Error(ErrorKind::invalid, reason);
}

/// What stands in the answer under a key that no batch has, or another spelling of it, as JSON.
std::string extra(const Batch& batch, std::string_view key) {
    if (const auto found = batch.extra.find(key); found != batch.extra.end()) {
        return found->second;
    }
    const auto found = std::find_if(batch.extra.begin(), batch.extra.end(),
                                    [&](const auto& member) { return spells(member.first, key); });
    return found == batch.extra.end() ? std::string() : found->second;
}

/// What an event says has happened, as JSON; empty if it does not say.
std::string event_type(const Batch& batch) {
    for (const std::string_view key : {"type", "event", "event_type"}) {
        if (std::string type = extra(batch, key); type.starts_with('"')) {
            return type;
        }
    }
    return "";
}

/// Whether the answer, which does not say what it is, has what events have: a type, and what it tells of.
bool looks_like_event(const Batch& batch) {
    return !batch.status && extra(batch, "data").starts_with('{') && !event_type(batch).empty();
}

/// The message of an error that the answer carries, as JSON; empty if it carries none.
std::string server_error(const Batch& batch) {
    for (const BatchError& error : batch.errors) {
        if (error.message || error.code) {
            std::string json;
            append_json_string(json, error.message ? *error.message : *error.code);
            return json;
        }
    }
    return extra(batch, "message");
}

void refuse_unusable_id(const Identity& identity, const std::string& id) {
    const auto& kind = identity.id_kind;
    if (!kind || *kind == JsonKind::null) {
        refuse("not a batch: \"id\" is missing");
    }
    if (id.empty()) {
        refuse(*kind == JsonKind::text ? "\"id\" is empty" : "\"id\" is not a text");
    }
    if (id.size() > max_id_bytes) {
        refuse(fmt::format("\"id\" is longer than {} bytes", max_id_bytes));
    }
    if (!identity.id_storable) {
        refuse("\"id\" holds U+0000 or half of a surrogate pair, which no id can be stored with");
    }
}

/// Takes the first text that is not empty and whose key spells a name out of `extra`.
std::optional<std::string> take_other_text(std::string_view name, Batch& batch,
                                           std::vector<Finding>& findings) {
    const auto found = std::find_if(batch.extra.begin(), batch.extra.end(), [&](const auto& member) {
        return spells(member.first, name) && member.second.starts_with('"') && member.second != "\"\"";
    });
    if (found == batch.extra.end()) {
        return std::nullopt;
    }
    std::string text;
    std::string storage;
    read_json(found->second,
              [&](JsonCursor& cursor, JsonCursor::Value value) { text = cursor.take(value, storage).text; });
    findings.push_back({std::string(name), Oddity::other_name});
    batch.extra.erase(found);
    return text;
}

}  // namespace

void adopt_other_names_of_identity(Identity& identity, Batch& batch, std::vector<Finding>& findings) {
    if (identity.object_presence == Presence::absent || identity.object_presence == Presence::null) {
        if (const auto text = take_other_text("object", batch, findings)) {
            identity.object_presence = Presence::given;
            identity.object.clear();
            append_json_string(identity.object, *text);
        }
    }
    const bool has_id = identity.id_kind && *identity.id_kind != JsonKind::null;
    if (!has_id && tells_a_batch(identity, batch)) {
        if (auto text = take_other_text("id", batch, findings)) {
            identity.id_kind = JsonKind::text;
            identity.id_storable = is_storable(*text);
            batch.id = std::move(*text);
        }
    }
}

bool tells_a_batch(const Identity& identity, const Batch& batch) {
    const bool status_is_text = batch.status && !batch.extra.contains("status");
    return identity.object_presence == Presence::given
               ? identity.object == "\"batch\""
               : status_is_text && (batch.endpoint || batch.input_file_id);
}

void refuse_other_objects(const Identity& identity, const Batch& batch) {
    const bool named = identity.object_presence == Presence::given;
    if (named ? identity.object == "\"event\"" : looks_like_event(batch)) {
        refuse(
            fmt::format("a webhook event ({}), not a batch", excerpt(event_type(batch), longest_quotation)));
    }
    const bool is_error = identity.object == "\"error\"" || (!named && (batch.id.empty() || !batch.status));
    if (const std::string message = is_error ? server_error(batch) : ""; !message.empty()) {
        refuse("the server answered with an error: " + excerpt(message, longest_quotation));
    }
    if (named && identity.object != "\"batch\"") {
        refuse(fmt::format("not a batch: \"object\" is {}", excerpt(identity.object, longest_quotation)));
    }
    refuse_unusable_id(identity, batch.id);
    if (!tells_a_batch(identity, batch)) {
        refuse(
            "not a batch: \"object\" is missing, and there is no \"status\" with an \"endpoint\" or "
            "\"input_file_id\" to tell a batch by");
    }
}

}  // namespace batchstore
