#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The audit report: what was known about the batches of a period, as tables of plain values.
///
/// A report is sections with facts and tables. Every form (text, Markdown, CSV, JSON, HTML) shows this one
/// model, and none knows what a section is about. Nothing in it depends on the clock or the machine: the same
/// store and the same options give the same report.
namespace batchstore {

/// What a value means, and which alternative of `ReportValue` it is.
enum class ReportType {
    text,          ///< std::string: words, perhaps a server's, so anything may be in them
    code,          ///< std::string, to be copied as it is: a command, a head
    ids,           ///< std::vector<std::string>: ids of batches
    number,        ///< std::int64_t: a count
    share,         ///< double, 0 to 1
    decimal,       ///< std::string: an exact amount such as `12.5025`, which people read rounded: `12.50`
    seconds,       ///< std::int64_t: a length of time
    time,          ///< std::int64_t: seconds since 1970
    microseconds,  ///< std::int64_t: microseconds since 1970
};

/// Whether values of a type are numbers or times: these stand right, and in one line.
bool is_figure(ReportType type);

/// `std::monostate` is what is not known, or not set; never 0.
using ReportValue = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::string>>;

/// What a fact or the values of a column are.
struct ReportColumn {
    std::string name;   ///< stable, for programs: `requests_total`
    std::string title;  ///< for people: `Requests`
    ReportType type = ReportType::text;
    std::string unset{};   ///< what people read in place of a value that is not there: `unknown`
    bool detail = false;   ///< forms for people leave it out; CSV and JSON have it
    bool failure = false;  ///< it tells of what failed: pictures have a colour of their own for it
};

struct ReportFact {
    ReportColumn column;
    ReportValue value{};
    /// What it was in the period before; none: it is not compared.
    std::optional<ReportValue> before{};
};

/// What a reader should look at, as a sentence with its numbers.
struct ReportNotice {
    std::string name;          ///< stable, for programs: `missed_deadline`
    std::string text;          ///< a server's words may be in it
    std::string section;       ///< the name of the section that says more
    std::int64_t batches = 0;  ///< that it is about
};

/// A picture of a table: numbers in some of its columns, along the names of its rows.
struct ReportChart {
    enum class Kind {
        bars,     ///< compares the rows; in the order of the table, names may be long
        columns,  ///< along time, or a distribution: neighbouring rows are neighbours
        stacked,  ///< columns in which the values of a row stand on each other: parts of one whole
    };

    Kind kind = Kind::bars;
    std::string title{};
    std::vector<std::size_t> values{};  ///< the columns that are drawn, all in one unit
};

struct ReportTable {
    std::string name;  ///< stable, and no other table of the report has it: `by_status`
    std::string title;
    std::vector<ReportColumn> columns{};
    std::size_t keys = 1;  ///< so many columns on the left name a row; the others say something about it
    std::vector<std::vector<ReportValue>> rows{};  ///< a value for each column
    std::vector<ReportValue> totals{};             ///< of all rows, below them; empty: there are none
    std::string note{};                            ///< what to know when reading it; may be empty
    std::string when_empty{};                      ///< what is true when there are no rows
    std::vector<ReportChart> charts{};
};

struct ReportSection {
    std::string name;  ///< stable, and no other section of the report has it: `status`
    std::string title;
    std::string explanation;  ///< one sentence or two
    std::vector<ReportFact> facts{};
    std::vector<ReportNotice> notices{};  ///< the weightiest first
    std::vector<ReportTable> tables{};
};

struct Report {
    std::string title;
    std::vector<ReportSection> sections{};
};

/// A value as people read it: `1,234,567`, `97.5 %`, `1h 02m 05s`, `2026-10-01T09:30:00Z`, ids separated by
/// spaces. Texts stay as they are, so what shows them must make them harmless.
std::string to_text(const ReportColumn& column, const ReportValue& value);

/// A number, a share or a decimal, as near as a picture or a comparison needs it. Nothing for what is not
/// known, or is no number.
std::optional<double> numeric_value(const ReportValue& value);

/// How a fact stands to the period before: `18 % more than 11`, `36.4 points less than 97.5 %`, `no change`,
/// `0 before`, `unknown before`. Empty: it is not compared.
std::string change_text(const ReportFact& fact);

/// 1234567 as `1,234,567`.
std::string grouped(std::int64_t number);

}  // namespace batchstore
