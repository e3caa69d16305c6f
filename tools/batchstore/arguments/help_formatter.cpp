#include "arguments/help_formatter.hpp"

#include "output/wrapping.hpp"

HelpFormatter::HelpFormatter(std::size_t names) {
    column_width(names);
    label("Positionals", "Arguments");
}

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
    if (option->get_description().empty()) return "";
    std::string lines = wrapped(option->get_description(), help_width - get_column_width());
    lines.pop_back();  // the end of the last line
    return lines;
}
