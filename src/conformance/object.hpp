// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "conformance/verdict.hpp"
#include "portside/api/host_services.hpp"
#include "portside/api/processor.hpp"
#include "portside/api/scanner_adapter.hpp"

namespace portside::conformance {

/// An object of a plugin's: one of the two is set.
struct Object {
  std::shared_ptr<ScannerAdapter> scanner;
  std::shared_ptr<Processor> processor;

  /// Constructs one. Throws what the constructor throws, and kPluginCreateFailed when there is
  /// none.
  static Object make(const CheckSubject& subject);

  void configure(const Json& config, HostServices& host) const;
  /// All that describe() says, as one text.
  std::string describe() const;
  /// The media types that a processor names; none for a scanner.
  std::vector<std::string> media_types() const;
  void destroy();
};

}  // namespace portside::conformance
