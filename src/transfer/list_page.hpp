#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace batchstore {

/// Whether batches stand in a member of this name in what other programs wrap around them: `batches`,
/// `value`, `items`, `results`, `result`, and `data` as in list pages of the API.
bool names_wrapped_batches(std::string_view key);

/// Watches the keys of an object go by, to tell a list page of the API: an object whose `data` is an array
/// of records, which may be too long to wait for its end. An array of another name that may hold batches
/// counts if its first item looks like one.
class PageKeys {
public:
    /// A string of the object itself, nothing deeper, and the last character before it but for white space.
    void see(char before, std::string_view text);

    /// Whether an array that begins here, behind `before`, holds the records of a list page.
    bool records_begin(char before) const;
    /// Whether it does if its first item looks like a batch.
    bool records_may_begin(char before) const;
    /// Whether the object calls itself a list, or has no `id` but what pages have.
    bool page_without_records() const {
        return is_list_ || (!saw_id_ && ((saw_data_ && saw_cursor_) || saw_wrapped_));
    }
    bool is_list() const { return is_list_; }

private:
    enum class Key { other, id, object, data, wrapped };

    Key key_ = Key::other;
    bool saw_id_ = false;
    bool saw_data_ = false;
    bool saw_cursor_ = false;
    bool saw_wrapped_ = false;
    bool is_list_ = false;
    bool is_batch_ = false;
};

/// Why what `page_without_records` says is a page is refused; empty: it is one without records.
/// @returns nothing if it is not even JSON, or no page after all: the reader of answers explains that better.
std::optional<std::string> fault_of_page_without_records(std::string_view page, bool is_list);

/// @throws Error{invalid} if `text` is not one strict JSON object.
void expect_json_object(std::string_view text);

/// Whether a list page says that the listing goes on behind it (`has_more`).
/// @param page without its records
/// @returns its `last_id`, behind which the next page begins; empty if it does not say. Nothing: it is the
/// end, or no sound page.
std::optional<std::string> listing_goes_on_after(std::string_view page);

/// Whether `text` is one strict JSON object.
bool is_json_object(std::string_view text);

}  // namespace batchstore
