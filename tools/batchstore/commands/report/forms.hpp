#pragma once

#include "output/terminal.hpp"

#include <batchstore/report.hpp>

#include <string>
#include <utility>
#include <vector>

/// The forms of a report that are text. None knows what a report is about; what a server said is shown
/// harmlessly, and long texts are cut, in the forms for people.

/// For a terminal, at most 100 columns wide.
std::string report_as_text(const batchstore::Report& report, const Terminal& terminal);

/// For a ticket or a repository: GitHub's Markdown. Server text cannot become markup in it.
std::string report_as_markdown(const batchstore::Report& report);

/// One page that needs no other file.
std::string report_as_html(const batchstore::Report& report);

/// One object: `title`, and in `sections`, by name, `title`, `explanation`, `facts`, `tables`, `totals`,
/// `notes`.
std::string report_as_json(const batchstore::Report& report);

/// A file for each table and for the facts of each section: its name and what is in it.
std::vector<std::pair<std::string, std::string>> report_as_csv(const batchstore::Report& report, bool raw);
