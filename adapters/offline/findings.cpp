// SPDX-License-Identifier: Apache-2.0
#include "offline/findings.hpp"

#include <deque>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "offline/kernel_source.hpp"
#include "offline/purl.hpp"
#include "portside/sdk/throw_if_over.hpp"

namespace portside::offline {
namespace {

std::vector<std::string> texts(const std::vector<std::string_view>& views) {
  return {views.begin(), views.end()};
}

/// What a row has no member for. Scores are not computed here: the vectors are the source's.
Json extra_of(const advisory::Finding& finding, const Package& package) {
  nlohmann::json extra = nlohmann::json::object();
  if (finding.severity != Severity::kUnknown) extra["severity_source"] = finding.data_source;
  if (!finding.cvss_vectors.empty()) extra["cvss_vectors"] = finding.cvss_vectors;
  if (!package.module.empty()) extra["module"] = package.module;
  if (!package.third_party.empty()) extra["origin"] = package.third_party;
  if (extra.empty()) return {};
  return {extra.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace

Vulnerability row_of(const advisory::Finding& finding, const Package& package,
                     const Distribution& distribution, const std::string& layer_digest) {
  Vulnerability row;
  row.id = finding.id;
  row.package = package.name;
  row.version = package.version;
  row.fixed_version = finding.fixed_version;
  row.severity = finding.severity;
  row.severity_text = finding.severity_text;
  row.status = finding.status;
  row.title = finding.title;
  row.description = finding.description;
  row.location = package.location;
  row.layer_digest = layer_digest;
  row.purl = package_url(package, distribution);
  row.source_name = package.source_name;
  row.source_version = package.source_version;
  row.data_source = finding.data_source;
  row.links = texts(finding.links);
  row.aliases = texts(finding.aliases);
  row.cwe_ids = texts(finding.cwe_ids);
  row.extra = extra_of(finding, package);
  return row;
}

advisory::MatchSummary report_findings(const advisory::Index& index, const ImageDocument& image,
                                       const ImageContent& content, ReportSink& sink,
                                       const CallContext& context) {
  const Distribution& distribution = content.distribution;
  const InstalledPackages& installed =
      content.packages[static_cast<std::size_t>(distribution.scheme)];
  std::vector<advisory::InstalledPackage> packages;
  packages.reserve(installed.list.packages.size());
  std::deque<std::string> kernels;  // do not move
  for (const Package& package : installed.list.packages) {
    packages.push_back({package.name, package.version, package.source_name, package.source_version,
                        package.module});
    std::string kernel = kernel_source(package.source_name, distribution.release);
    if (kernel.empty()) continue;
    packages.back().source_name = kernels.emplace_back(std::move(kernel));
    packages.back().source_version = package.version;
  }
  return advisory::match(
      index, distribution.release, distribution.scheme, packages,
      [&](const advisory::Finding& finding) {
        sdk::throw_if_over(context);
        sink.vulnerability(row_of(finding, installed.list.packages[finding.package], distribution,
                                  image.layers[installed.layers[finding.package]].digest));
      });
}

}  // namespace portside::offline
