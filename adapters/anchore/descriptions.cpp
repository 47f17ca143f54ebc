// SPDX-License-Identifier: Apache-2.0
#include "anchore/descriptions.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "anchore/description_page.hpp"
#include "anchore/errors.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_call.hpp"
#include "portside/sdk/json_stream.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::anchore {
namespace {

constexpr std::size_t kMostIdsOfCall = 100;
constexpr std::size_t kMostNamespacesOfCall = 20;
/// Of an identifier or a namespace that goes into a query; longer ones are none.
constexpr std::size_t kMostNameBytes = 64;
constexpr int kMostPages = 100;
constexpr int kMostFailedChunks = 3;
constexpr std::uint64_t kMostPageBytes = std::uint64_t{64} << 20U;
constexpr Millis kLongestDescribing = 60'000;
constexpr char kNvd[] = "nvdv2:cves";

bool is_query_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostNameBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  std::string_view("-._:/+").find(c) != std::string_view::npos;
         });
}

using RowList = std::vector<Vulnerability*>;

/// Those that are to be described, rows of one vulnerability beside each other.
RowList rows_to_describe(std::vector<Vulnerability>& rows) {
  RowList list;
  for (Vulnerability& row : rows) {
    if (row.description.empty() && is_query_name(row.id)) list.push_back(&row);
  }
  std::sort(list.begin(), list.end(),
            [](const Vulnerability* a, const Vulnerability* b) { return a->id < b->id; });
  return list;
}

/// Asks for the descriptions of as many vulnerabilities as one call may name.
class DescriptionChunk {
 public:
  using Place = RowList::iterator;

  /// Takes rows from `begin` on.
  DescriptionChunk(Place begin, Place end) : begin_(begin), end_(begin), namespaces_{kNvd} {
    for (; end_ != end; ++end_) {
      const Vulnerability& row = **end_;
      if (ids_.empty() || ids_.back() != row.id) {
        if (ids_.size() == kMostIdsOfCall) break;
        ids_.push_back(row.id);
        descriptions_.emplace(row.id, KnownDescription());
      }
      add_namespace(row.data_source);
    }
  }

  Place end() const { return end_; }
  std::size_t size() const { return ids_.size(); }

  /// Throws what the client throws, and an error for an answer that is none.
  void fetch(const Api& api, Millis until_left, const CallContext& context) {
    std::string page;
    for (int pages = 0; pages < kMostPages; ++pages) {
      std::string next = fetch_page(api, page, until_left, context);
      if (next.empty() || next == page) break;
      page = std::move(next);
    }
  }

  void describe() {
    for (Place row = begin_; row != end_; ++row) {
      (*row)->description = descriptions_.find((*row)->id)->second.text;
    }
  }

 private:
  void add_namespace(const std::string& name) {
    if (namespaces_.size() == kMostNamespacesOfCall || !is_query_name(name)) return;
    const bool is_known =
        std::find(namespaces_.begin(), namespaces_.end(), name) != namespaces_.end();
    if (!is_known) namespaces_.push_back(name);
  }

  std::string fetch_page(const Api& api, const std::string& page, Millis until_left,
                         const CallContext& context) {
    HttpRequest request = api.get_descriptions(ids_, namespaces_, page);
    const Millis left = std::max<Millis>(1, context.time_left() - until_left);
    request.timeout = request.timeout == 0 ? left : std::min(request.timeout, left);
    std::string next;
    const auto parser = description_page_parser(descriptions_, next);
    const HttpResponse answer =
        sdk::send_for_json(api.anchore().http, request, *parser,
                           {"Anchore's list of descriptions", kMostPageBytes}, context);
    if (answer.status != 200) throw anchore_error(answer, "Anchore gave no descriptions");
    return next;
  }

  Place begin_;
  Place end_;
  std::vector<std::string> ids_;
  std::vector<std::string> namespaces_;
  KnownDescriptions descriptions_;
};

/// Whether others of the kind will fare no better.
bool is_lasting(const AdapterError& error) {
  return error.code == ErrorCode::kScannerUnreachable ||
         error.code == ErrorCode::kDeadlineExceeded ||
         error.code == ErrorCode::kScannerAuthentication;
}

}  // namespace

void add_descriptions(const Api& api, std::vector<Vulnerability>& rows,
                      const CallContext& context) {
  RowList list = rows_to_describe(rows);
  // They are fetched on a thread of the host's.
  const Millis until_left =
      std::max(context.time_left() / 2, context.time_left() - kLongestDescribing);
  std::optional<AdapterError> failure;
  int failures = 0;
  for (auto at = list.begin(); at != list.end() && failures < kMostFailedChunks;) {
    sdk::throw_if_over(context);
    DescriptionChunk chunk(at, list.end());
    at = chunk.end();
    try {
      chunk.fetch(api, until_left, context);
    } catch (const AdapterError& error) {
      sdk::throw_if_over(context);
      failures = is_lasting(error) ? kMostFailedChunks : failures + 1;
      failure = error;
    }
    chunk.describe();
    if (context.time_left() <= until_left && at != list.end()) {
      failures = kMostFailedChunks;
      failure = AdapterError(ErrorCode::kDeadlineExceeded,
                             "Anchore took longer for them than they are worth: a minute, or half "
                             "of the time that the call had left");
    }
  }
  if (!failure) return;
  const auto missing = std::count_if(
      list.begin(), list.end(), [](const Vulnerability* row) { return row->description.empty(); });
  api.anchore().host.log(LogLevel::kWarning,
                         std::to_string(missing) + " of " + std::to_string(rows.size()) +
                             " vulnerabilities have no description: " + failure->message,
                         {});
}

}  // namespace portside::anchore
