#include "model/json_fault.hpp"

#include "model/half_pairs.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace batchstore {

namespace {

class FaultFinder : public nlohmann::json::json_sax_t {
public:
    explicit FaultFinder(std::string_view text) : text_(text) {}

    JsonFault fault;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t bytes_read, const std::string&,
                     const nlohmann::json::exception& exception) override {
        constexpr int number_overflow = 406;
        if (exception.id == number_overflow) {
            return false;  // legal for us: the fault is elsewhere, and this parser cannot go on to it
        }
        if (bytes_read == 0 || bytes_read > text_.size()) {
            fault = {"it ends too early", text_.size()};
            return false;
        }
        fault.position = bytes_read - 1;
        const auto byte = static_cast<unsigned char>(text_[fault.position]);
        const bool printable = byte > 0x20 && byte < 0x7f;
        fault.reason = printable ? fmt::format("byte {}: unexpected {}", bytes_read, static_cast<char>(byte))
                                 : fmt::format("byte {}: unexpected byte 0x{:02x}", bytes_read, byte);
        return false;
    }

private:
    std::string_view text_;
};

}  // namespace

JsonFault find_json_fault(std::string_view text) {
    // This parser takes no half of a surrogate pair, and must not blame it.
    const std::string whole = json_without_half_pairs(text);
    FaultFinder finder(whole);
    nlohmann::json::sax_parse(whole, &finder);
    return std::move(finder.fault);
}

}  // namespace batchstore
