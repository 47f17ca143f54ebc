// SPDX-License-Identifier: Apache-2.0
#include "artifact/chart_archive.hpp"

#include <algorithm>
#include <array>

#include "config/read_tree.hpp"
#include "portside/api/error.hpp"

namespace portside::artifact {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

/// A file of a chart, read by the rules for configurations: no anchors, aliases and tags.
config::Value read_chart_yaml(std::string_view text, const std::string& name) {
  config::Mistakes mistakes("the chart's " + name, ConfigFormat::kYaml);
  config::Value tree;
  try {
    tree = config::read_tree(text, ConfigFormat::kYaml, mistakes);
  } catch (const config::StopReading&) {
    // The mistakes say why.
  }
  try {
    mistakes.throw_if_any();
  } catch (const AdapterError& error) {
    throw AdapterError(ErrorCode::kMalformedData, error.message, error.detail);
  }
  return tree;
}

/// What Helm takes for texts in a dependency, whatever YAML makes of it (`version: 1.10`).
bool is_text_of_dependency(const config::Value& member) {
  constexpr std::array<std::string_view, 5> kTexts{"name", "version", "repository", "condition",
                                                   "alias"};
  const bool is_number =
      member.kind == config::ValueKind::kInteger || member.kind == config::ValueKind::kReal;
  return is_number && std::ranges::find(kTexts, member.key) != kTexts.end();
}

std::string dependencies_json(config::Value dependencies) {
  for (config::Value& dependency : dependencies.children) {
    for (config::Value& member : dependency.children) {
      if (is_text_of_dependency(member)) member.kind = config::ValueKind::kString;
    }
  }
  return config::to_json(dependencies);
}

}  // namespace

ChartFiles::ChartFiles(const std::vector<std::string>& wanted) {
  for (const std::string& name : wanted) files_[name];
}

std::string* ChartFiles::place_for(std::string_view path, std::uint64_t) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return nullptr;
  if (chart_.empty()) chart_ = path.substr(0, slash);
  if (path.substr(0, slash) != chart_) return nullptr;
  const auto found = files_.find(lower_case(path.substr(slash + 1)));
  return found == files_.end() ? nullptr : &found->second;
}

std::string chart_dependencies(std::string_view chart_yaml, std::string_view requirements_yaml) {
  if (chart_yaml.empty()) return {};
  config::Value tree = read_chart_yaml(chart_yaml, "Chart.yaml");
  const config::Value* const version = config::find_member(tree, "apiVersion");
  // A chart that does not say is one of Helm 2.
  if (version == nullptr || version->text.empty() || version->text == "v1") {
    tree = read_chart_yaml(requirements_yaml, "requirements.yaml");
  }
  const config::Value* const dependencies = config::find_member(tree, "dependencies");
  const bool has_any = dependencies != nullptr && dependencies->kind == config::ValueKind::kList;
  return has_any ? dependencies_json(*dependencies) : "[]";
}

}  // namespace portside::artifact
