// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "error_of.hpp"
#include "portside/host/call.hpp"
#include "portside/host/plugin_registry.hpp"
#include "portside/host/scan_service.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/mock_scanner_adapter.hpp"
#include "portside/testing/test_clock.hpp"
#include "recording_log_sink.hpp"

namespace portside::testing {

/// What a test waits for at most; only a failing test does.
inline constexpr Millis kLong = 20'000;

inline std::string digest_number(int number) {
  std::string digits = std::to_string(number);
  return "sha256:" + std::string(64 - digits.size(), '0') + digits;
}

/// An image that needs no look at its manifest.
inline ImageReference image_number(int number) {
  ImageReference image;
  image.repository = "library/test";
  image.digest = digest_number(number);
  image.manifest_media_type = "application/vnd.oci.image.manifest.v1+json";
  image.config_media_type = "application/vnd.oci.image.config.v1+json";
  return image;
}

inline Vulnerability row(const std::string& id) {
  Vulnerability row;
  row.id = id;
  return row;
}

inline ScanStep done(CoverageOutcome outcome = CoverageOutcome::kScanned) {
  ScanSummary summary;
  summary.coverage.outcome = outcome;
  return ScanStep::done(std::move(summary));
}

inline ScanStep pause(const std::string& continuation = "{}", Millis duration = 1'000) {
  return ScanStep::pending_for(duration, {continuation}, "waiting");
}

inline std::vector<std::string> ids_of(const ScanReport& report) {
  std::vector<std::string> ids;
  for (const Vulnerability& each : report.vulnerabilities) ids.push_back(each.id);
  return ids;
}

/// Hands out one repository in memory, and remembers for whom.
class MemoryImages final : public ImageSource {
 public:
  std::shared_ptr<RegistryAccess> open(const AccessRequest& request) override {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(request);
    auto access =
        std::make_shared<MemoryRegistryAccess>("https://registry.test", request.repository);
    for (const auto& [digest, text] : manifests_) {
      access->put_manifest(digest, "application/vnd.oci.image.manifest.v1+json", text);
    }
    for (const auto& [digest, tar] : layers_) access->put_layer(digest, {}, tar);
    return access;
  }
  void put_manifest(const std::string& digest, std::string text) {
    manifests_[digest] = std::move(text);
  }
  void put_layer(const std::string& digest, std::string tar) { layers_[digest] = std::move(tar); }
  std::vector<AccessRequest> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> manifests_;
  std::map<std::string, std::string> layers_;
  std::vector<AccessRequest> requests_;
};

/// Everything that a service told, to wait for.
class ToldEvents {
 public:
  void add(const ScanOrder& order, const ScanProgress& progress) {
    const std::scoped_lock lock(mutex_);
    told_.emplace_back(order.image.digest, progress);
    changed_.notify_all();
  }
  /// Waits until `event` was told `times` times.
  bool wait(ScanEvent event, std::size_t times = 1) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::milliseconds(kLong),
                             [&] { return count(event) >= times; });
  }
  std::size_t times(ScanEvent event) {
    const std::scoped_lock lock(mutex_);
    return count(event);
  }
  std::vector<ScanProgress> all(ScanEvent event) {
    const std::scoped_lock lock(mutex_);
    std::vector<ScanProgress> found;
    for (const auto& [digest, progress] : told_) {
      if (progress.event == event) found.push_back(progress);
    }
    return found;
  }
  std::vector<ScanEvent> kinds() {
    const std::scoped_lock lock(mutex_);
    std::vector<ScanEvent> kinds;
    for (const auto& [digest, progress] : told_) kinds.push_back(progress.event);
    return kinds;
  }

 private:
  std::size_t count(ScanEvent event) const {
    std::size_t count = 0;
    for (const auto& [digest, progress] : told_) count += progress.event == event ? 1 : 0;
    return count;
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<std::string, ScanProgress>> told_;
};

/// Keeps reports in memory, and fails as a test tells it.
class FailingStore final : public ReportStore {
 public:
  using Fail = std::function<void()>;
  Fail on_find = {};
  Fail on_put = {};

  std::optional<ScanReport> find(const std::string& digest,
                                 const std::string& adapter_id) override {
    if (on_find) on_find();
    return store_->find(digest, adapter_id);
  }
  void put(const ScanReport& report) override {
    if (on_put) on_put();
    store_->put(report);
  }
  void remove(const std::string& digest, const std::string& adapter_id) override {
    store_->remove(digest, adapter_id);
  }
  std::vector<std::string> digests(const std::string& adapter_id) override {
    return store_->digests(adapter_id);
  }

 private:
  const std::shared_ptr<ReportStore> store_ = make_memory_report_store();
};

/// A door that a test opens.
class Gate {
 public:
  void open() {
    const std::scoped_lock lock(mutex_);
    open_ = true;
    opened_.notify_all();
  }
  bool wait() {
    std::unique_lock lock(mutex_);
    return opened_.wait_for(lock, std::chrono::milliseconds(kLong), [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

/// A service over scanners that a test writes down, with a clock that it turns.
class ScanFixture : public ::testing::Test {
 protected:
  using Mock = ::testing::NiceMock<MockScannerAdapter>;

  ScanFixture() {
    options_.on_progress = [this](const ScanOrder& order, const ScanProgress& progress) {
      told_.add(order, progress);
    };
    options_.now = [this] { return clock_.now(); };
  }
  ~ScanFixture() override {
    service_.reset();
    plugins_.reset();
  }

  static HostOptions host_options() {
    HostOptions options;
    options.log = std::make_shared<RecordingLogSink>();
    options.abandon_grace = 50;
    return options;
  }

  /// The scanner `name`, for expectations. Before service().
  Mock& add_scanner(const std::string& name) {
    const auto made = std::make_shared<std::unique_ptr<Mock>>(std::make_unique<Mock>());
    Mock& mock = **made;
    plugins_->add_scanner(name, [made] { return std::move(*made); });
    return mock;
  }

  ScanService& service() {
    if (!service_) {
      service_ = std::make_unique<ScanService>(*plugins_, images_, reports_, options_);
    }
    return *service_;
  }

  static ScanOrder order(int number = 1, const std::string& adapter = "mock") {
    return {.adapter_id = adapter, .image = image_number(number)};
  }

  std::shared_ptr<Scan> scan(int number = 1) { return service().scan(order(number)); }

  /// Of a scan that has to end by itself.
  static ScanOutcome outcome_of(const std::shared_ptr<Scan>& scan) {
    EXPECT_TRUE(scan->wait(kLong));
    return *scan->result();
  }
  static AdapterError error_of(const std::shared_ptr<Scan>& scan) {
    EXPECT_TRUE(scan->wait(kLong));
    return testing::error_of([&] { scan->result(); });
  }

  void pass(Millis duration) {
    clock_.advance(duration);
    service().clock_turned();
  }

  ScanReport stored(int number = 1, const std::string& id = "CVE-OLD") {
    ScanReport report;
    report.image = image_number(number);
    report.adapter_id = "mock";
    report.scanner_version = "0.9";
    report.scan_metadata.text = R"({"n":1})";
    report.coverage.outcome = CoverageOutcome::kScanned;
    report.coverage.data_updated_at = 5;
    report.finished_at = 7;
    report.vulnerabilities = {row(id)};
    reports_->put(report);
    return report;
  }

  /// Takes the place of the store in memory. Before service().
  FailingStore& use_failing_store() {
    const auto store = std::make_shared<FailingStore>();
    reports_ = store;
    return *store;
  }

  TestClock clock_;
  ToldEvents told_;
  ScanServiceOptions options_;
  std::unique_ptr<PluginRegistry> plugins_ =
      std::make_unique<PluginRegistry>(Config{}, host_options());
  std::shared_ptr<MemoryImages> images_ = std::make_shared<MemoryImages>();
  std::shared_ptr<ReportStore> reports_ = make_memory_report_store();
  std::unique_ptr<ScanService> service_;
};

}  // namespace portside::testing
