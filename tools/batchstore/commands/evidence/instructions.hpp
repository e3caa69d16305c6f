#pragma once

#include <string_view>

/// The README.txt of an evidence folder: what is in it, how it is checked, and what that proves.
std::string_view evidence_instructions();
/// How these begin: by this line an evidence folder is known.
std::string_view evidence_title();

/// The program that checks an evidence folder, in Python: examples/check_evidence.py.
std::string_view evidence_checker();
