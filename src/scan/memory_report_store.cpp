// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <mutex>
#include <utility>

#include "portside/host/report_store.hpp"

namespace portside {
namespace {

class MemoryReportStore final : public ReportStore {
 public:
  std::optional<ScanReport> find(const std::string& digest,
                                 const std::string& adapter_id) override {
    const std::scoped_lock lock(mutex_);
    const auto found = reports_.find({adapter_id, digest});
    return found == reports_.end() ? std::nullopt : std::optional(found->second);
  }

  void put(const ScanReport& report) override {
    const std::scoped_lock lock(mutex_);
    reports_.insert_or_assign({report.adapter_id, report.image.digest}, report);
  }

  void remove(const std::string& digest, const std::string& adapter_id) override {
    const std::scoped_lock lock(mutex_);
    reports_.erase({adapter_id, digest});
  }

  std::vector<std::string> digests(const std::string& adapter_id) override {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> digests;
    for (auto each = reports_.lower_bound({adapter_id, ""});
         each != reports_.end() && each->first.first == adapter_id; ++each) {
      digests.push_back(each->first.second);
    }
    return digests;
  }

 private:
  std::mutex mutex_;
  /// By adapter id and digest.
  std::map<std::pair<std::string, std::string>, ScanReport> reports_;
};

}  // namespace

std::shared_ptr<ReportStore> make_memory_report_store() {
  return std::make_shared<MemoryReportStore>();
}

}  // namespace portside
