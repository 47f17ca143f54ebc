// SPDX-License-Identifier: Apache-2.0
#include "plugin_fixture.hpp"

#include <sys/resource.h>

#include <filesystem>
#include <iterator>
#include <set>

namespace portside::testing {

std::shared_ptr<RegistryAccess> GuardedImages::open(const AccessRequest& request) {
  auto access = std::static_pointer_cast<MemoryRegistryAccess>(images_->open(request));
  admit_(*access, request);
  return access;
}

PluginFixture::PluginFixture(std::string adapter, std::string file, GuardedImages::Admit admit)
    : adapter_(std::move(adapter)),
      guarded_images_(std::make_shared<GuardedImages>(images_, std::move(admit))) {
  config_.plugins.files[adapter_] = std::move(file);
  config_.plugins.probe = ProbeMode::kOff;
  config_.trust.anchors = {PORTSIDE_BUILD_DIR};
  config_.log.level = LogLevel::kDebug;
}

void PluginFixture::start(const FakeServer& server, nlohmann::json more) {
  more["url"] = server.url();
  config_.adapters[adapter_] = more.dump();
  restart();
}

void PluginFixture::restart() {
  service_.reset();
  plugins_.reset();
  HostOptions options = host_options();
  options.log = log_;
  options.data_dir = data_ / "state";
  options.now = [this] { return clock_.now(); };
  plugins_ = std::make_unique<PluginRegistry>(config_, options);
  service_ = std::make_unique<ScanService>(*plugins_, guarded_images_, reports_, options_);
}

void PluginFixture::pass_until_end(const Scan& scan) {
  for (int i = 0; i < 700 && !scan.wait(20); ++i) pass(2'000);
}

ScanOutcome PluginFixture::finished(const std::shared_ptr<Scan>& scan) {
  pass_until_end(*scan);
  return outcome_of(scan);
}

AdapterError PluginFixture::failed(const std::shared_ptr<Scan>& scan) {
  pass_until_end(*scan);
  return error_of(scan);
}

std::shared_ptr<RegistryAccess> PluginFixture::open_access() const {
  AccessRequest request;
  request.repository = image_number(1).repository;
  request.adapter_id = adapter_;
  return guarded_images_->open(request);
}

std::optional<HttpResponse> PluginFixture::answer_to(const ScanStep& step,
                                                     const CallContext& context) {
  clock_.advance(step.retry_after);
  if (!step.await) return std::nullopt;
  return plugins_->client_for(adapter_, step.await->url)->send(*step.await, nullptr, context);
}

std::string PluginFixture::lines_of(const ScanReport& report) {
  std::set<std::string> lines;
  for (const Vulnerability& row : report.vulnerabilities) {
    lines.insert(row.package + " " + row.id + " " + row.severity_text + "\n");
  }
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

std::ptrdiff_t PluginFixture::threads() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

void PluginFixture::raise_file_limit() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace portside::testing
