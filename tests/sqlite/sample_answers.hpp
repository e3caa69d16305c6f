#pragma once

#include <string>

#include <fmt/format.h>

/// What a server says about batches with a row in every table.
namespace batchstore::testing {

inline std::string answer_with(const std::string& id, const std::string& members) {
    return fmt::format(R"({{"id":"{}","object":"batch","endpoint":"/v1/responses","input_file_id":"file-1",)"
                       R"("completion_window":"24h","created_at":1790812800,{}}})",
                       id, members);
}

/// Progress that stands in three rows: `completed` of 100 requests, told by its counts, usage and metadata.
inline std::string progress_answer(const std::string& id, int completed) {
    return answer_with(id, fmt::format(R"("status":"in_progress","in_progress_at":1790812860,)"
                                       R"("request_counts":{{"total":100,"completed":{0},"failed":0}},)"
                                       R"("usage":{{"input_tokens":{0}}},"metadata":{{"completed":"{0}"}})",
                                       completed));
}

inline std::string failed_answer(const std::string& id) {
    return answer_with(id, R"("status":"failed","failed_at":1790812900,"errors":{"object":"list","data":[)"
                           R"({"code":"empty_file","message":"no requests","param":null,"line":1},)"
                           R"({"code":"invalid_json_line","message":"cut","param":null,"line":2}]})");
}

}  // namespace batchstore::testing
