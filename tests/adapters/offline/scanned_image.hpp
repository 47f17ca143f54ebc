// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "advisory/index_builder.hpp"
#include "offline/adapter.hpp"
#include "portside/api/report_sink.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/scripted_host_services.hpp"
#include "portside/testing/temp_folder.hpp"
#include "portside/testing/test_call_context.hpp"
#include "tar_builder.hpp"

namespace portside::offline {

/// An advisory for one package: fixed in `fixed`.
inline advisory::Advisory make_advisory(const std::string& id, const std::string& release,
                                        const std::string& package, const std::string& fixed,
                                        advisory::NameKind kind = advisory::NameKind::kSource) {
  advisory::Advisory made;
  made.id = id;
  made.affected.emplace_back();
  made.affected[0].release = release;
  made.affected[0].package = package;
  made.affected[0].name_kind = kind;
  made.affected[0].severity = Severity::kHigh;
  made.affected[0].ranges = {{"", fixed, ""}};
  return made;
}

class Rows final : public ReportSink {
 public:
  void vulnerability(const Vulnerability& row) override { rows.push_back(row); }
  ByteSink& document(const std::string&) override {
    throw AdapterError(ErrorCode::kInternal, "no document was expected");
  }
  std::vector<Vulnerability> rows;
};

/// The scanner with an index of a few advisories, and an image made of tars.
class ScannedImage : public ::testing::Test {
 protected:
  static constexpr Millis kDay = 24 * 60 * 60 * 1000LL;

  std::string index_path() const { return folder_ / "advisories.index"; }

  void write_index(const std::vector<advisory::Advisory>& advisories,
                   const std::vector<std::string>& releases, Millis updated_at,
                   const std::string& remark = {}) {
    advisory::IndexBuilder builder;
    builder.begin_source({"test-source", {}, remark});
    for (const std::string& release : releases) builder.updated_at(release, updated_at);
    for (const auto& advisory : advisories) builder.add(advisory);
    builder.write(index_path(), updated_at);
  }

  static std::string layer_digest(std::size_t layer) {
    const std::string digits = std::to_string(layer);
    return "sha256:" + std::string(64 - digits.size(), '0') + digits;
  }
  static std::string config_digest() { return "sha256:" + std::string(64, 'c'); }

  /// Bottom up.
  void put_image(const std::vector<std::string>& tars,
                 const std::string& config_type = "application/vnd.oci.image.config.v1+json") {
    std::string layers;
    std::string diff_ids;
    for (std::size_t i = 0; i < tars.size(); ++i) {
      const std::string number = std::to_string(i);
      registry_.put_layer(layer_digest(i), "sha256:d" + number, tars[i]);
      layers += (i == 0 ? "" : ",") + (R"({"size":100,"digest":")" + layer_digest(i) + "\"}");
      diff_ids += (i == 0 ? "" : ",") + ("\"sha256:d" + number + "\"");
    }
    registry_.put_manifest("sha256:m", "",
                           R"({"config":{"digest":")" + config_digest() + R"(","mediaType":")" +
                               config_type + R"("},"layers":[)" + layers + "]}");
    registry_.put_blob(config_digest(),
                       R"({"os":"linux","rootfs":{"diff_ids":[)" + diff_ids + "]}}");
  }

  ScanSummary scan(const std::string& more_config = {}) {
    OfflineScanner scanner;
    scanner.configure({R"({"index":")" + index_path() + "\"" + more_config + "}"}, host_);
    ScanRequest request;
    request.image.digest = "sha256:m";
    rows_.rows.clear();
    const ScanStep step = scanner.scan_image(request, registry_, rows_, context_);
    EXPECT_EQ(step.kind, StepKind::kDone);
    return step.summary;
  }

  testing::TempFolder folder_;
  testing::ScriptedHostServices host_;
  testing::TestCallContext context_;
  testing::MemoryRegistryAccess registry_;
  Rows rows_;
};

inline constexpr char kStatus[] = "var/lib/dpkg/status";
inline constexpr char kDebian12[] = "ID=debian\nVERSION_ID=12\n";

inline std::string dpkg_paragraph(const std::string& name, const std::string& version,
                                  const std::string& more = {}) {
  return "Package: " + name +
         "\nStatus: install ok installed\nArchitecture: amd64\nVersion: " + version + "\n" + more +
         "\n";
}

}  // namespace portside::offline
