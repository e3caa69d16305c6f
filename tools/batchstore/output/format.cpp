#include "output/format.hpp"

#include <string_view>

std::string_view to_string(Format format) {
    switch (format) {
        case Format::table:
            return "table";
        case Format::json:
            return "json";
        case Format::jsonl:
            return "jsonl";
        case Format::csv:
            return "csv";
    }
    return "?";
}
