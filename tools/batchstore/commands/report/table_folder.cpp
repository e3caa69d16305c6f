#include "commands/report/table_folder.hpp"

#include "arguments/command_line.hpp"
#include "output/output_file.hpp"
#include "output/sha256.hpp"
#include "output/signals_held.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

using Tables = TableFolder::Tables;

constexpr const char* list_name = "report.sha256";
constexpr std::string_view list_title = "# The tables of a batchstore report; sha256sum -c report.sha256";
constexpr std::string_view gap = "  ";  // between digest and name

std::string list_of(const Tables& tables) {
    std::string text = std::string(list_title) + "\n";
    for (const auto& [name, content] : tables) text += sha256_of(content) + std::string(gap) + name + "\n";
    return text;
}

/// Names and digests of an earlier report's tables; nothing if there was none.
Tables listed_in(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    Tables listed;
    if (!std::getline(file, line) || line != list_title) return listed;
    while (std::getline(file, line)) {
        const std::size_t end = line.find(gap);
        if (end == std::string::npos) continue;
        std::string name = line.substr(end + gap.size());
        const bool is_table = name.ends_with(".csv") && name.find('/') == std::string::npos;
        if (is_table) listed.emplace_back(std::move(name), line.substr(0, end));
    }
    return listed;
}

bool is_regular(const std::string& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() == fs::file_type::regular;
}

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TableFolder::TableFolder(std::string path, const KeptFiles& kept) : path_(std::move(path)), kept_(kept) {
    const auto kind = FilePlace(path_).kind();
    if (path_ == "-" || (kind != FilePlace::Kind::folder && kind != FilePlace::Kind::nothing)) {
        throw UsageError("--output: '" + path_ + "' is no folder, and --format csv needs one");
    }
}

void TableFolder::write(Tables tables, bool replace, Messages& messages) const {
    const Tables left = replace ? listed_in(path_of(list_name)) : Tables();
    tables.emplace_back(list_name, list_of(tables));
    refuse_taken(tables, replace);
    std::error_code error;
    fs::create_directories(path_, error);
    const SignalsHeld held;
    std::vector<std::unique_ptr<OutputFile>> files;
    for (const auto& [name, content] : tables) {
        const auto existing = replace ? Existing::replace : Existing::keep;
        files.push_back(std::make_unique<OutputFile>(FilePlace(path_of(name)), existing));
        files.back()->write(content);
    }
    for (const auto& file : files) file->keep();
    remove_left(left, tables, messages);
}

std::string TableFolder::path_of(const std::string& name) const {
    return (fs::path(path_) / name).string();
}

void TableFolder::refuse_taken(const Tables& tables, bool replace) const {
    for (const auto& [name, content] : tables) {
        const std::string path = path_of(name);
        kept_.refuse("--output: ", path);
        const auto kind = FilePlace(path).kind();
        const bool is_file = kind == FilePlace::Kind::file;
        if (kind == FilePlace::Kind::nothing || (is_file && replace)) continue;
        const char* what = is_file ? ": is there already (name another folder, or --force replaces it)"
                                   : ": is no regular file (name another folder)";
        throw UsageError("--output: " + path + what);
    }
}

void TableFolder::remove_left(const Tables& left, const Tables& written, Messages& messages) const {
    for (const auto& [name, digest] : left) {
        const std::string path = path_of(name);
        const bool is_written = std::ranges::find(written, name, &Tables::value_type::first) != written.end();
        if (is_written || !is_regular(path)) continue;
        if (sha256_of(content_of(path)) == digest) {
            std::error_code error;
            fs::remove(path, error);
        } else {
            messages.note(path + ": is of an earlier report, and stays because somebody changed it");
        }
    }
}
