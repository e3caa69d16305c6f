#include "output/terminal.hpp"

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <system_error>

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr std::size_t usual_width = 80;

/// https://no-color.org: set, and not empty.
bool colour_refused() {
    const char* no_color = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    return (no_color && *no_color) || !term || std::string_view(term) == "dumb";
}

/// The columns that the environment tells of; 0: none.
std::size_t told_width() {
    const char* columns = std::getenv("COLUMNS");
    if (!columns) return 0;
    const std::string_view text(columns);
    std::size_t width = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), width);
    return error == std::errc() && end == text.data() + text.size() ? width : 0;
}

/// Whether a program such as watch shows a person what is written: it says how large its screen is, and takes
/// data and messages through one pipe.
bool is_watched(int descriptor) {
    struct stat data {};
    struct stat messages {};
    return descriptor == STDOUT_FILENO && told_width() > 0 && std::getenv("LINES") &&
           ::fstat(STDOUT_FILENO, &data) == 0 && ::fstat(STDERR_FILENO, &messages) == 0 &&
           S_ISFIFO(data.st_mode) && data.st_dev == messages.st_dev && data.st_ino == messages.st_ino;
}

}  // namespace

Terminal terminal_of(int descriptor) {
    const std::size_t told = told_width();
    if (!::isatty(descriptor)) return {.interactive = is_watched(descriptor), .width = told};
    winsize size{};
    const bool known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    const std::size_t otherwise = told > 0 ? told : usual_width;
    return {.interactive = true,
            .styled = !colour_refused(),
            .width = known ? static_cast<std::size_t>(size.ws_col) : otherwise};
}
