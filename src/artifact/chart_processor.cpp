// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "artifact/archive_files.hpp"
#include "artifact/blob_text.hpp"
#include "artifact/builtins.hpp"
#include "artifact/chart_archive.hpp"
#include "portside/sdk/processor_base.hpp"

namespace portside::artifact {
namespace {

constexpr const char* kValues = "VALUES.YAML";
constexpr const char* kReadme = "README.MD";
constexpr const char* kDependencies = "DEPENDENCIES";

/// The layer with the chart; null when there is none. A layer with the chart's provenance may stand
/// before it. The second type is that of Helm 3 before charts in registries were final.
const oci::Descriptor* chart_layer_of(const oci::Manifest& manifest) {
  constexpr std::array<std::string_view, 2> kTypes{
      "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "application/tar+gzip"};
  for (const std::string_view type : kTypes) {
    const auto found = std::ranges::find(manifest.layers, type, &oci::Descriptor::media_type);
    if (found != manifest.layers.end()) return &*found;
  }
  return nullptr;
}

/// Charts of Helm 3.
class ChartProcessor final : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override {
    return {"chart", {"application/vnd.cncf.helm.config.v1+json"}, {}};
  }

  std::string artifact_type(const Artifact&, const CallContext&) override { return "CHART"; }

  std::vector<std::string> addition_types(const Artifact&, const CallContext&) override {
    return {kValues, kReadme, kDependencies};
  }

  ArtifactMetadata abstract_metadata(const std::string& manifest, const Artifact& artifact,
                                     RegistryAccess& registry,
                                     const CallContext& context) override {
    ArtifactMetadata metadata;
    metadata.extra_attrs = as_attributes(read_config(
        registry, oci::parse_manifest(manifest, artifact.manifest_media_type), context));
    return metadata;
  }

  Addition abstract_addition(const Artifact& artifact, const std::string& addition_type,
                             RegistryAccess& registry, const CallContext& context) override {
    const auto files = [&](const std::vector<std::string>& wanted) {
      return read_chart(artifact, wanted, registry, context);
    };
    if (addition_type == kValues) {
      return {files({"values.yaml"}).content("values.yaml"), "text/plain; charset=utf-8"};
    }
    if (addition_type == kReadme) {
      return {files({"readme.md"}).content("readme.md"), "text/markdown; charset=utf-8"};
    }
    if (addition_type == kDependencies) {
      const ChartFiles chart = files({"chart.yaml", "requirements.yaml"});
      return {chart_dependencies(chart.content("chart.yaml"), chart.content("requirements.yaml")),
              "application/json; charset=utf-8"};
    }
    return ProcessorBase::abstract_addition(artifact, addition_type, registry, context);
  }

 private:
  static ChartFiles read_chart(const Artifact& artifact, const std::vector<std::string>& wanted,
                               RegistryAccess& registry, const CallContext& context) {
    ChartFiles files(wanted);
    const oci::Manifest manifest = read_manifest(registry, artifact.digest, context);
    if (const oci::Descriptor* const layer = chart_layer_of(manifest)) {
      const auto choose = [&files](std::string_view path, std::uint64_t size) {
        return files.place_for(path, size);
      };
      read_archive(registry, *layer, "the chart", choose, context);
    }
    return files;
  }
};

}  // namespace

std::unique_ptr<Processor> make_chart_processor() {
  return std::make_unique<ChartProcessor>();
}

}  // namespace portside::artifact
