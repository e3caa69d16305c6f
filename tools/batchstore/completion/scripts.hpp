#pragma once

#include <string_view>

/// What makes a shell complete what is typed; empty: there is none for it.
std::string_view completion_script(std::string_view shell);
