#include "transfer/selection.hpp"

#include "model/json_cursor.hpp"
#include "transfer/list_page.hpp"

#include <algorithm>
#include <string>

namespace batchstore {

namespace {

/// Walks along a pointer.
class Walk {
public:
    Walk(std::string_view record, const JsonPointer& pointer,
         const std::function<void(const SelectedValue&)>& visit)
        : record_(record), pointer_(pointer), visit_(visit), cursor_(record) {}

    void run() {
        cursor_.each_member([&](std::string_view key, JsonCursor::Value value) { step(key, value, 0); });
    }

private:
    template <class Token>
    void step(Token token, JsonCursor::Value value, std::size_t depth) {
        if (!pointer_.leads_to(depth, token)) {
            return;
        }
        const JsonKind kind = cursor_.kind(value);
        const std::size_t next = depth + 1;
        if (next == pointer_.size()) {
            take(kind, value);
        } else if (kind == JsonKind::object) {
            cursor_.each_member(
                value, [&](std::string_view key, JsonCursor::Value member) { step(key, member, next); });
        } else if (kind == JsonKind::array) {
            std::size_t index = 0;
            cursor_.each_element(value, [&](JsonCursor::Value item) { step(index++, item, next); });
        }
    }

    void take(JsonKind kind, JsonCursor::Value value) {
        const std::size_t begin = cursor_.position(value);
        const auto line =
            std::count(record_.begin(), record_.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
        if (kind == JsonKind::text) {
            std::string unused;
            visit_({.text = cursor_.take(value, unused).text, .is_string = true, .line = line});
        } else if (kind == JsonKind::array || kind == JsonKind::object) {
            const std::string_view raw = cursor_.raw(value);
            visit_({.text = raw.substr(0, raw.find_last_of("}]") + 1), .line = line});
        }
    }

    std::string_view record_;
    const JsonPointer& pointer_;
    const std::function<void(const SelectedValue&)>& visit_;
    JsonCursor cursor_;
};

}  // namespace

void select(std::string_view record, const JsonPointer& pointer,
            const std::function<void(const SelectedValue&)>& visit) {
    expect_json_object(record);  // so that the walk may skip what it does not need
    Walk(record, pointer, visit).run();
}

}  // namespace batchstore
