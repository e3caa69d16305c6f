#include "report/html/cell.hpp"

#include <string>
#include <vector>

namespace batchstore {

namespace {

/// What a person reads of a text in a table, in bytes; ids and what is to be copied are shown whole.
constexpr std::size_t longest_text = 300;

}  // namespace

void write_value(HtmlWriter& page, const ReportColumn& column, const ReportValue& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        page.markup("<span class=\"soft\">").text(column.unset).markup("</span>");
    } else if (const auto* ids = std::get_if<std::vector<std::string>>(&value)) {
        for (const std::string& id : *ids) page.markup("<code>").text(id, longest_code).markup("</code> ");
    } else if (column.type == ReportType::code) {
        page.markup("<code>").text(to_text(column, value), longest_code).markup("</code>");
    } else if (column.type == ReportType::text) {
        page.markup("<bdi>").text(to_text(column, value), longest_text).markup("</bdi>");
    } else {
        page.text(to_text(column, value));
    }
}

}  // namespace batchstore
