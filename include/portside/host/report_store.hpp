// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/host/scan_report.hpp"

namespace portside {

/// Keeps the last report of each image by each adapter. A host with a database of its own
/// implements it there. Methods throw kIo; where AdapterError::can_retry, a scan tries to store its
/// report again. [any]
class ReportStore {
 public:
  virtual ~ReportStore() = default;

  /// `digest`: that of the image's manifest. Throws kMalformedData when there is a report that
  /// cannot be read, for example of a newer version; put() replaces it.
  virtual std::optional<ScanReport> find(const std::string& digest,
                                         const std::string& adapter_id) = 0;

  /// Takes the place of the report of the same image by the same adapter, all of it or not at all.
  /// Throws kTooLarge or kMalformedData for a report that find() could not read back.
  virtual void put(const ScanReport& report) = 0;

  /// Nothing happens when there is none.
  virtual void remove(const std::string& digest, const std::string& adapter_id) = 0;

  /// The images that there is a report of by this adapter, sorted.
  virtual std::vector<std::string> digests(const std::string& adapter_id) = 0;
};

/// In memory: gone with the object.
std::shared_ptr<ReportStore> make_memory_report_store();

/// In an SQLite file that is made when needed, mode 0600. Safe between processes that open the same
/// file. Throws kIo naming the file and the cause.
std::shared_ptr<ReportStore> open_report_store(const std::string& path);

}  // namespace portside
