// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses the sizes of the pieces, then what an Anchore may send as a list of
// vulnerabilities, a page of descriptions, or a list of feeds. Only AdapterError may come out; rows
// have an identifier and a package; the report is the same in one piece and in many.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "anchore/description_page.hpp"
#include "anchore/feeds.hpp"
#include "anchore/vulnerability_report.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_one_line(const std::string& text) {
  return text.find('\n') == std::string::npos;
}

void check_row(const Vulnerability& row) {
  require(!row.id.empty() && !row.package.empty());
  for (const Cvss& cvss : row.cvss) require(cvss.score >= 0 && cvss.score <= 10);
  require(row.cvss.size() <= 32 && row.aliases.size() <= 64);
  for (const std::string& alias : row.aliases) require(!alias.empty() && alias != row.id);
  if (!row.extra.absent()) require(nlohmann::json::parse(row.extra.text).is_object());
}

void feed(sdk::JsonStream& parser, std::string_view document, std::size_t piece) {
  for (; !document.empty(); document.remove_prefix(std::min(piece, document.size()))) {
    parser.write(document.substr(0, piece));
  }
  parser.finish();
}

/// All that the rows say.
std::string account(std::string_view document, std::size_t piece) {
  anchore::ReportFacts facts;
  std::string text;
  std::uint64_t rows = 0;
  const auto parser = anchore::vulnerability_parser(
      [&](Vulnerability& row) {
        check_row(row);
        ++rows;
        text += row.id + row.package + row.version + row.fixed_version + row.status +
                row.description + row.extra.text;
      },
      facts);
  try {
    feed(*parser, document, piece);
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge);
    require(is_one_line(error.message));
    return "refused";
  }
  require(rows == facts.rows);
  require(facts.has_list || rows == 0);
  return text;
}

void read_page(std::string_view document) {
  anchore::KnownDescriptions descriptions;
  descriptions["CVE-1"];
  std::string next = "earlier";
  try {
    const auto parser = anchore::description_page_parser(descriptions, next);
    require(next.empty());
    feed(*parser, document, document.size());
  } catch (const AdapterError& error) {
    require(is_one_line(error.message));
  }
  require(descriptions.size() == 1 && next.size() <= 64);
}

void read_list_of_feeds(std::string_view document) {
  HttpResponse answer;
  answer.status = 200;
  answer.body = document;
  try {
    const anchore::FeedsState state = anchore::read_feeds(answer);
    require(!state.never_synced || !state.updated_at);
    require(!state.updated_at || *state.updated_at >= 0);
  } catch (const AdapterError& error) {
    require(is_one_line(error.message));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view document(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(account(document, size) == account(document, data[0] % 16U + 1U));
  read_page(document);
  read_list_of_feeds(document);
  return 0;
}
