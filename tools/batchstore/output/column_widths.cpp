#include "output/column_widths.hpp"

#include <algorithm>
#include <numeric>

namespace {

/// Gives out the room of a line.
class LineRoom {
public:
    LineRoom(const std::vector<ColumnRoom>& columns, std::size_t gap, std::size_t available)
        : columns_(columns), gap_(gap), left_(available), widths_(columns.size()) {}

    /// @returns false if there is no room for it
    bool begin(std::size_t index) {
        const std::size_t least = columns_[index].least;
        const std::size_t wanted = least + (begun_.empty() ? 0 : gap_);
        if (!begun_.empty() && wanted > left_) return false;
        left_ -= std::min(left_, wanted);
        widths_[index] = least;
        begun_.push_back(index);
        return true;
    }

    void grow(std::size_t ColumnRoom::*limit) {
        for (; left_ > 0; --left_) {
            std::size_t* narrowest = nullptr;
            for (const std::size_t index : begun_) {
                std::size_t& width = *widths_[index];
                if (width < columns_[index].*limit && (!narrowest || width < *narrowest)) narrowest = &width;
            }
            if (!narrowest) return;
            ++*narrowest;
        }
    }

    const std::vector<std::optional<std::size_t>>& widths() const { return widths_; }

private:
    const std::vector<ColumnRoom>& columns_;
    std::size_t gap_;
    std::size_t left_;
    std::vector<std::optional<std::size_t>> widths_;
    std::vector<std::size_t> begun_{};  ///< columns that are there
};

}  // namespace

std::vector<std::optional<std::size_t>> column_widths(const std::vector<ColumnRoom>& columns, std::size_t gap,
                                                      std::size_t available) {
    std::vector<std::size_t> order(columns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::size_t index) { return columns[index].weight; });
    LineRoom room(columns, gap, available);
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (!room.begin(order[i])) return room.widths();
        const bool others_matter_less =
            i + 1 < order.size() && columns[order[i + 1]].weight < columns[order[i]].weight;
        if (others_matter_less) room.grow(&ColumnRoom::good);
    }
    room.grow(&ColumnRoom::natural);
    return room.widths();
}
