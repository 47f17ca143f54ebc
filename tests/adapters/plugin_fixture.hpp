// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fake_server.hpp"
#include "scan_fixture.hpp"
#include "temp_folder.hpp"

namespace portside::testing {

/// MemoryImages behind a registry that wants to know who asks: `admit` gives an access what its
/// holder has to show.
class GuardedImages final : public ImageSource {
 public:
  using Admit = std::function<void(MemoryRegistryAccess& access, const AccessRequest& request)>;

  GuardedImages(std::shared_ptr<ImageSource> images, Admit admit)
      : images_(std::move(images)), admit_(std::move(admit)) {}
  std::shared_ptr<RegistryAccess> open(const AccessRequest& request) override;

 private:
  const std::shared_ptr<ImageSource> images_;
  const Admit admit_;
};

/// The plugin of an adapter, loaded by a host that scans with it, and a scripted scanner on a port
/// of this machine. Time passes when a scan waits for it.
class PluginFixture : public ScanFixture {
 protected:
  struct CollectedRows final : ReportSink {
    void vulnerability(const Vulnerability& row) override { ids.push_back(row.id); }
    ByteSink& document(const std::string&) override {
      throw AdapterError(ErrorCode::kInternal, "no documents are expected");
    }
    std::vector<std::string> ids;
  };

  /// `adapter` is the plugin's name and the adapter's id, `file` the plugin.
  PluginFixture(std::string adapter, std::string file, GuardedImages::Admit admit);

  /// Before service(). `more`: members of the adapter's configuration beside the URL.
  void start(const FakeServer& server, nlohmann::json more = nlohmann::json::object());
  /// The host ends and begins again, with the folder that it keeps its state in.
  void restart();

  ScanOutcome finished(const std::shared_ptr<Scan>& scan);
  AdapterError failed(const std::shared_ptr<Scan>& scan);
  std::shared_ptr<Scan> begin_scan(int number) { return service().scan(order(number, adapter_)); }
  ScanOutcome scanned(int number) { return finished(begin_scan(number)); }
  std::shared_ptr<Scan> begin_rescan(int number) {
    return service().rescan(adapter_, digest_number(number));
  }

  // A scan step by step, without the service.
  std::shared_ptr<RegistryAccess> open_access() const;
  std::shared_ptr<ScannerAdapter> scanner() { return plugins_->scanner(adapter_); }
  /// The answer to what the step awaits, if it does; the pause that it wants is over then.
  std::optional<HttpResponse> answer_to(const ScanStep& step, const CallContext& context);

  /// `openssl CVE-2018-0734 Medium`, a line for each row, sorted.
  static std::string lines_of(const ScanReport& report);
  /// What the host has logged so far.
  std::string log() const { return log_->text(); }
  /// Of this process.
  static std::ptrdiff_t threads();
  /// As many files may be open as the machine allows.
  static void raise_file_limit();

 private:
  void pass_until_end(const Scan& scan);

  const std::string adapter_;
  const std::shared_ptr<ImageSource> guarded_images_;
  TempFolder data_;
  Config config_;
  std::shared_ptr<RecordingLogSink> log_ = std::make_shared<RecordingLogSink>();
};

}  // namespace portside::testing
