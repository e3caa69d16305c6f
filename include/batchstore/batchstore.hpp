#pragma once

/// The whole library but json.hpp, which needs nlohmann/json.
#include <batchstore/amount.hpp>        // IWYU pragma: export
#include <batchstore/audit_report.hpp>  // IWYU pragma: export
#include <batchstore/batch.hpp>         // IWYU pragma: export
#include <batchstore/care.hpp>          // IWYU pragma: export
#include <batchstore/changes.hpp>       // IWYU pragma: export
#include <batchstore/condition.hpp>     // IWYU pragma: export
#include <batchstore/costs.hpp>         // IWYU pragma: export
#include <batchstore/csv.hpp>           // IWYU pragma: export
#include <batchstore/error.hpp>         // IWYU pragma: export
#include <batchstore/forwarding.hpp>    // IWYU pragma: export
#include <batchstore/gap.hpp>           // IWYU pragma: export
#include <batchstore/group_key.hpp>     // IWYU pragma: export
#include <batchstore/observation.hpp>   // IWYU pragma: export
#include <batchstore/oddities.hpp>      // IWYU pragma: export
#include <batchstore/open.hpp>          // IWYU pragma: export
#include <batchstore/prices.hpp>        // IWYU pragma: export
#include <batchstore/progress.hpp>      // IWYU pragma: export
#include <batchstore/prune.hpp>         // IWYU pragma: export
#include <batchstore/query.hpp>         // IWYU pragma: export
#include <batchstore/reader.hpp>        // IWYU pragma: export
#include <batchstore/reading.hpp>       // IWYU pragma: export
#include <batchstore/refresh.hpp>       // IWYU pragma: export
#include <batchstore/removal.hpp>       // IWYU pragma: export
#include <batchstore/report.hpp>        // IWYU pragma: export
#include <batchstore/report_html.hpp>   // IWYU pragma: export
#include <batchstore/repository.hpp>    // IWYU pragma: export
#include <batchstore/shown_text.hpp>    // IWYU pragma: export
#include <batchstore/sql.hpp>           // IWYU pragma: export
#include <batchstore/statistics.hpp>    // IWYU pragma: export
#include <batchstore/store.hpp>         // IWYU pragma: export
#include <batchstore/store_info.hpp>    // IWYU pragma: export
#include <batchstore/sum.hpp>           // IWYU pragma: export
#include <batchstore/time.hpp>          // IWYU pragma: export
#include <batchstore/transfer.hpp>      // IWYU pragma: export
#include <batchstore/verification.hpp>  // IWYU pragma: export
