#pragma once

#include <string>

/// What `--where` takes: the fields, the operators and examples.
std::string condition_help();
