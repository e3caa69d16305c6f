#include "report/costs/columns.hpp"

namespace batchstore {

ReportColumn cost_column(const std::string& currency) {
    return {"cost", "Cost (" + currency + ")", ReportType::decimal, "unknown"};
}

ReportValue cost_value(const CostFigures& figures) {
    return figures.priced > 0 ? ReportValue(exact_text(figures.amount)) : ReportValue();
}

std::vector<ReportColumn> cost_columns(const std::string& currency) {
    return {cost_column(currency),
            {"currency", "Currency", ReportType::text, "", true},
            {"priced", "Priced", ReportType::number},
            {"unknown", "Unknown", ReportType::number},
            {"unpriced", "No price", ReportType::number},
            {"unpriced_tokens", "Tokens not priced", ReportType::number, "unknown"}};
}

std::vector<ReportValue> cost_values(const CostFigures& figures, const std::string& currency) {
    const bool says_tokens = figures.input_tokens.known() || figures.output_tokens.known();
    return {cost_value(figures), currency,
            figures.priced,      figures.unknown,
            figures.unpriced,    says_tokens ? ReportValue(figures.unpriced_tokens.value) : ReportValue()};
}

}  // namespace batchstore
