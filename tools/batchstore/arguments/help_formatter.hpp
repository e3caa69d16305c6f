#pragma once

#include <cstddef>
#include <string>

#include <CLI/CLI.hpp>

/// Lays out the help so that it fits a terminal of 80 columns.
class HelpFormatter : public CLI::Formatter {
public:
    /// @param names how many columns the names of options have
    explicit HelpFormatter(std::size_t names);

    std::string make_option_desc(const CLI::Option* option) const override;
};
