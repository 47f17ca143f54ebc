// SPDX-License-Identifier: Apache-2.0
#include "plugin_fixture.hpp"

#include <set>

namespace portside::testing {

std::shared_ptr<RegistryAccess> GuardedImages::open(const AccessRequest& request) {
  auto access = std::static_pointer_cast<MemoryRegistryAccess>(images_->open(request));
  Authorization authorization;
  authorization.header = kRegistryToken;
  access->set_authorization(authorization);
  return access;
}

void ClairFixture::start(const FakeServer& server, nlohmann::json more) {
  more["url"] = server.url();
  config_.plugins.files["clair"] = PORTSIDE_CLAIR_PLUGIN;
  config_.plugins.probe = ProbeMode::kOff;
  config_.trust.anchors = {PORTSIDE_BUILD_DIR};
  config_.log.level = LogLevel::kDebug;
  config_.adapters["clair"] = more.dump();
  restart();
}

void ClairFixture::restart() {
  service_.reset();
  plugins_.reset();
  HostOptions options = host_options();
  options.log = log_;
  options.data_dir = data_ / "state";
  options.now = [this] { return clock_.now(); };
  plugins_ = std::make_unique<PluginRegistry>(config_, options);
  service_ = std::make_unique<ScanService>(*plugins_, std::make_shared<GuardedImages>(images_),
                                           reports_, options_);
}

void ClairFixture::put_image(int number, const std::vector<int>& layers) {
  nlohmann::json manifest = {
      {"config",
       {{"mediaType", "application/vnd.oci.image.config.v1+json"}, {"digest", digest_number(999)}}},
      {"layers", nlohmann::json::array()}};
  for (const int layer : layers) {
    manifest["layers"].push_back({{"mediaType", "application/vnd.oci.image.layer.v1.tar+gzip"},
                                  {"digest", layer_digest(layer)},
                                  {"size", 100}});
  }
  images_->put_manifest(digest_number(number), manifest.dump());
}

void ClairFixture::pass_until_end(const Scan& scan) {
  for (int i = 0; i < 700 && !scan.wait(20); ++i) pass(2'000);
}

ScanOutcome ClairFixture::finished(const std::shared_ptr<Scan>& scan) {
  pass_until_end(*scan);
  return outcome_of(scan);
}

AdapterError ClairFixture::failed(const std::shared_ptr<Scan>& scan) {
  pass_until_end(*scan);
  return error_of(scan);
}

std::string ClairFixture::lines_of(const ScanReport& report) {
  std::set<std::string> lines;
  for (const Vulnerability& row : report.vulnerabilities) {
    lines.insert(row.package + " " + row.id + " " + row.severity_text + "\n");
  }
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

}  // namespace portside::testing
