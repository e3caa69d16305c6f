#pragma once

#include "arguments/as_of.hpp"
#include "invocation.hpp"
#include "output/format.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// What was typed cannot be meant: exit code 2, and a pointer to the help.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// `; did you mean WORD?` if one of `known` is near what was typed, else nothing.
std::string suggestion(const std::string& typed, const std::vector<std::string>& known);

/// Microseconds since 1970: what relative times are before.
std::int64_t now_us();

/// The options and arguments of a command: declares them, reads them, and prints the help.
///
/// Every variable that is handed in keeps its value where the option was not typed, and is set by `parse`.
class Arguments {
public:
    /// `details` is printed at the end of the help: what the options do not say, and examples to paste.
    Arguments(Invocation& invocation, const std::string& details);
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;
    ~Arguments();

    void flag(const std::string& name, bool& value, const std::string& meaning);
    void option(const std::string& name, std::optional<std::string>& value, const std::string& type,
                const std::string& meaning);
    /// A whole number between `least` and `most`.
    void number(const std::string& name, std::int64_t& value, std::int64_t least, std::int64_t most,
                const std::string& meaning);
    /// Words separated by commas; the option may be repeated.
    void words(const std::string& name, std::vector<std::string>& value, const std::string& type,
               const std::string& meaning);
    /// A text each time the option is given, as it is.
    void texts(const std::string& name, std::vector<std::string>& value, const std::string& type,
               const std::string& meaning);
    /// A length of time such as `10m`, in microseconds.
    void duration(const std::string& name, std::optional<std::int64_t>& value, const std::string& meaning);
    /// A point in time, in microseconds since 1970; a relative one is before `moment_us`.
    void time(const std::string& name, std::optional<std::int64_t>& value, const std::string& meaning);
    /// `--as-of`: a time, or a head.
    void as_of(AsOf& value, const std::string& meaning);
    /// A page's token that `token` made. It says which moment `moment_us` is.
    void page_token(const std::string& name, std::string& value, const std::string& meaning);
    /// `--format` with the formats that the command knows, and `--raw-cells` if CSV is one of them.
    void format(std::optional<Format>& value, std::span<const Format> known,
                const char* otherwise = "[a table on a terminal, else JSON Lines]");
    /// An argument without a name that must be there.
    void required(const std::string& name, std::string& value, const std::string& meaning);
    /// An argument without a name that may be there.
    void optional(const std::string& name, std::optional<std::string>& value, const std::string& meaning);
    /// Any number of arguments without a name.
    void rest(const std::string& name, std::vector<std::string>& value, const std::string& meaning);
    /// Of two options only one may be typed.
    void either(const std::string& one, const std::string& other);
    /// In the help, the options that are declared from here on stand under this title.
    void section(const std::string& title);

    /// Reads what was typed, and finds out which store is meant.
    /// @returns false if help was asked for and is printed, or a shell asked what can be typed: the command
    /// is done.
    /// @throws UsageError if what was typed is wrong.
    bool parse();

    /// What relative times are before, in microseconds since 1970: now, or what was now when the first of
    /// several pages was asked for, so that the same words mean the same times on each of them.
    std::int64_t moment_us() const;
    /// Whether `--NAME` is an option whose value is the next word.
    bool takes_value(const std::string& name) const;
    /// A page's token as `page_token` takes it.
    std::string token(const std::string& page_token) const;

private:
    struct Parser;

    Invocation& invocation_;
    std::unique_ptr<Parser> parser_;
};

/// Reads what stands before the command: `--db`, `--help`, `--version`.
struct Beginning {
    bool finished = false;               ///< help or the version was asked for and is printed
    std::string db;                      ///< empty: not given
    std::vector<std::string> remaining;  ///< the command and what follows it
};

/// `commands` lists them for the help. @throws UsageError
Beginning parse_beginning(const std::vector<std::string>& typed, const std::string& commands, Output& output);
