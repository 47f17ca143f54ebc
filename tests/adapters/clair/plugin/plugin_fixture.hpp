// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fake_server.hpp"
#include "scan_fixture.hpp"
#include "temp_folder.hpp"

namespace portside::testing {

inline constexpr char kRegistryToken[] = "Bearer CANARY-OF-THE-REGISTRY";

/// MemoryImages behind a registry that asks for a token.
class GuardedImages final : public ImageSource {
 public:
  explicit GuardedImages(std::shared_ptr<MemoryImages> images) : images_(std::move(images)) {}
  std::shared_ptr<RegistryAccess> open(const AccessRequest& request) override;

 private:
  const std::shared_ptr<MemoryImages> images_;
};

/// The plugin clair.so, loaded by a host that scans with it, and a scripted Clair on a port of this
/// machine. Time passes when a scan waits for it.
class ClairFixture : public ScanFixture {
 protected:
  /// Before service(). `more`: members of the adapter's configuration beside the URL.
  void start(const FakeServer& server, nlohmann::json more = nlohmann::json::object());
  /// The host ends and begins again, with the folder that it keeps its state in.
  void restart();

  static std::string layer_digest(int layer) { return digest_number(1'000 + layer); }
  /// Gives image `number` these layers, bottom up.
  void put_image(int number, const std::vector<int>& layers);

  ScanOutcome finished(const std::shared_ptr<Scan>& scan);
  AdapterError failed(const std::shared_ptr<Scan>& scan);
  std::shared_ptr<Scan> scan_clair(int number) { return service().scan(order(number, "clair")); }
  ScanOutcome scanned(int number) { return finished(scan_clair(number)); }

  /// `openssl CVE-2018-0734 Medium`, a line for each row, sorted.
  static std::string lines_of(const ScanReport& report);
  /// What the host has logged so far.
  std::string log() const { return log_->text(); }

 private:
  void pass_until_end(const Scan& scan);

  TempFolder data_;
  Config config_;
  std::shared_ptr<RecordingLogSink> log_ = std::make_shared<RecordingLogSink>();
};

}  // namespace portside::testing
