#include "commands/report/forms.hpp"

#include <batchstore/report_html.hpp>

#include <string>
#include <string_view>

std::string report_as_html(const batchstore::Report& report) {
    std::string page;
    render_html(report, [&](std::string_view piece) {
        page += piece;
        return true;
    });
    return page;
}
