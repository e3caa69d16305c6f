#pragma once

#include "output/messages.hpp"
#include "output/pager.hpp"

#include <memory>
#include <string>
#include <string_view>

/// Standard output, buffered, for data only. On a terminal it can go through a pager.
///
/// A reader that goes away (`batchstore dump | head -1`) is no error: from then on output is dropped, and
/// a command that only writes can stop early. Every other failure is one.
class Output {
public:
    /// Takes the descriptor as it is; does not close it. SIGPIPE must be ignored.
    /// `messages` wait while a pager has the terminal.
    Output(int descriptor, Messages& messages) : descriptor_(descriptor), messages_(messages) {}

    /// What is written is to be read page by page, if a person sees it on a terminal. The pager is started
    /// with the first of it. To be called before anything is written.
    void page();
    /// Now and later, `page` does nothing.
    void never_page() { may_page_ = false; }

    /// @returns false once the reader has gone away.
    /// @throws batchstore::Error{storage} if the device is full or cannot be written.
    bool write(std::string_view text);

    /// Hands over what is buffered. @throws as `write` does.
    void flush();

    /// Hands over what is buffered, and waits until the person has left the pager, if there is one.
    /// @throws as `write` does.
    void end();
    /// The same, but what is buffered is dropped, and nothing is thrown.
    void give_up() noexcept;

    /// What a person sees: the terminal itself, also behind a pager.
    int descriptor() const { return descriptor_; }

    /// Whether cells of CSV are written as they are; see `batchstore/csv.hpp`.
    bool raw_cells = false;

private:
    /// @returns false if it could not, with the reason in `errno`
    bool hand_over();
    bool leave_pager();

    int descriptor_;
    Messages& messages_;
    bool may_page_ = true;
    bool is_paged_ = false;  ///< and no pager was started yet
    std::unique_ptr<Pager> pager_;
    bool reader_gone_ = false;
    std::string buffer_;
};
