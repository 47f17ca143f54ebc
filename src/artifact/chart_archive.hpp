// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portside::artifact {

/// The files of a chart itself (Helm, "The Chart File Structure"), and not those of the charts that
/// it brings along: `NAME/values.yaml`, and not `NAME/charts/redis/values.yaml`.
class ChartFiles {
 public:
  /// Files are wanted by their names, in lower case: `values.yaml`.
  explicit ChartFiles(const std::vector<std::string>& wanted);

  /// As ChooseFile: where to put a file. The first folder of the archive is the chart; case does
  /// not matter in names of files.
  std::string* place_for(std::string_view path, std::uint64_t size);

  /// "" for a file that was not there.
  const std::string& content(const std::string& name) const { return files_.at(name); }

 private:
  std::string chart_;
  std::map<std::string, std::string> files_;
};

/// The charts that a chart needs, a JSON array: of Chart.yaml, or of requirements.yaml for the
/// first form of charts. Versions and names are texts there, with their digits. "" without a
/// Chart.yaml. Throws kMalformedData with the first mistake.
std::string chart_dependencies(std::string_view chart_yaml, std::string_view requirements_yaml);

}  // namespace portside::artifact
