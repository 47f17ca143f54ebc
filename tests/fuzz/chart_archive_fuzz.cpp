// SPDX-License-Identifier: Apache-2.0
//
// A byte that chooses: an archive of a chart, packed or not, or Chart.yaml and requirements.yaml
// with a NUL between them. In one piece or in many, the same comes out; no file is larger than
// allowed, and dependencies are a JSON array.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "artifact/archive_files.hpp"
#include "artifact/chart_archive.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_members.hpp"

namespace {

using namespace portside;

constexpr const char* kNames[] = {"values.yaml", "readme.md", "chart.yaml", "requirements.yaml"};

void require(bool condition) {
  if (!condition) std::abort();
}

void require_expected(const AdapterError& error) {
  require(error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge);
}

/// Nothing when the archive is refused.
std::optional<artifact::ChartFiles> files_of(std::string_view packed, std::size_t piece) {
  artifact::ChartFiles chart({std::begin(kNames), std::end(kNames)});
  try {
    artifact::ArchiveFiles files(
        [&chart](std::string_view path, std::uint64_t size) { return chart.place_for(path, size); },
        "the chart");
    for (; !packed.empty(); packed.remove_prefix(std::min(piece, packed.size()))) {
      files.write(packed.substr(0, piece));
    }
    files.finish();
  } catch (const AdapterError& error) {
    require_expected(error);
    return std::nullopt;
  }
  for (const char* name : kNames) require(chart.content(name).size() <= artifact::kMaxFileBytes);
  return chart;
}

void read_dependencies(std::string_view chart, std::string_view requirements) {
  try {
    const std::string json = artifact::chart_dependencies(chart, requirements);
    require(chart.empty() == json.empty());
    if (json.empty()) return;
    require(sdk::json_kind(json, "the dependencies", 100) == sdk::JsonKind::kArray);
  } catch (const AdapterError& error) {
    require_expected(error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 1) {
    const std::size_t nul = std::min(text.find('\0'), text.size());
    read_dependencies(text.substr(0, nul), text.substr(std::min(nul + 1, text.size())));
    return 0;
  }
  const auto whole = files_of(text, text.size() + 1);
  const auto pieces = files_of(text, 13);
  require(whole.has_value() == pieces.has_value());
  if (!whole) return 0;
  for (const char* name : kNames) require(whole->content(name) == pieces->content(name));
  read_dependencies(whole->content("chart.yaml"), whole->content("requirements.yaml"));
  return 0;
}
