#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

class Messages;

/// The program through which a person reads what is written to a terminal: that of BATCHSTORE_PAGER, else of
/// PAGER, else less. An empty one, and cat, is none.
///
/// It has the terminal until the person leaves it. Whatever ends this program meanwhile waits for that, and
/// messages do too. One at a time.
class Pager {
public:
    /// @returns nothing if there is to be none, or if it cannot be started; then `messages` heard of it
    static std::unique_ptr<Pager> start(Messages& messages);
    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;
    ~Pager();

    /// @returns false if it does not read any more
    bool write(std::string_view text);

    /// Waits until the person has left it.
    /// @returns all that was written if the shell could not start it: nobody has seen that; else nothing
    std::optional<std::string> leave();

private:
    Pager(pid_t process, int descriptor, bool through_shell, Messages& messages);

    /// Whether the first of what was written might still be read by nobody.
    bool may_be_unread() const { return through_shell_ && !is_read_; }

    pid_t process_;
    int descriptor_;
    bool through_shell_;
    Messages& messages_;
    std::array<void (*)(int), 4> before_{};  ///< what signals did
    bool is_read_ = false;
    std::size_t written_bytes_ = 0;
    std::string unread_;  ///< what was written, as long as nobody may have read it
};
