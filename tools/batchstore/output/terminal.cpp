#include "output/terminal.hpp"

#include <cstddef>
#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace {

constexpr std::size_t usual_width = 80;

/// https://no-color.org: set, and not empty.
bool colour_refused() {
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return (no_color && *no_color) || !term || std::string_view(term) == "dumb";
}

}  // namespace

Terminal terminal_of(int descriptor) {
    if (!::isatty(descriptor)) return {};
    winsize size{};
    const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return {.interactive = true,
            .styled = !colour_refused(),
            .width = known ? static_cast<std::size_t>(size.ws_col) : usual_width};
}
