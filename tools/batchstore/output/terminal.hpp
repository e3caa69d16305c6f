#pragma once

#include <cstddef>

/// What a stream is good for: the one place that asks whether a person is watching.
struct Terminal {
    bool interactive = false;  ///< a person sees it, at a terminal or through watch
    bool styled = false;       ///< it may be redrawn and coloured: interactive, no NO_COLOR, not a dumb one
    std::size_t width = 0;     ///< columns, also where only COLUMNS tells; 0: as many as one likes
};

Terminal terminal_of(int descriptor);
