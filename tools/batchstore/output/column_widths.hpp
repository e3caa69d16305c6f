#pragma once

#include <cstddef>
#include <optional>
#include <vector>

/// What a column of a table wants of a terminal's width.
struct ColumnRoom {
    std::size_t natural = 0;  ///< its widest cell or its title
    std::size_t least = 0;    ///< cut down to this at most; `natural` for what is never cut
    std::size_t good = 0;     ///< it has this before columns of less weight begin; from `least` to `natural`
    int weight = 0;           ///< columns of less weight are left out first, of equal ones those on the right
};

/// How wide each column is where `available` columns are there for all of them and the gaps between them;
/// nothing for one that is left out. The one that matters most is always there.
///
/// None is ever narrower, or left out, because more is available: room is given out in one order, and more
/// room only goes further in it. Each column gets its least; before one of less weight comes, all that are
/// there grow to what is good for them, the narrowest first; once all are there they grow to what is natural.
std::vector<std::optional<std::size_t>> column_widths(const std::vector<ColumnRoom>& columns, std::size_t gap,
                                                      std::size_t available);
