// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "clair/generation.hpp"

namespace portside::clair::v2 {

/// Which operating systems Clair holds vulnerabilities for. A layer of any other is listed as if it
/// had none. Methods are [call].
class Namespaces {
 public:
  explicit Namespaces(const Clair& clair) : clair_(clair) {}

  /// All that Clair has heard of, also from images only. At most 10,000 names, else kTooLarge.
  /// Throws as answer_error() says.
  std::vector<std::string> names(const CallContext& context) const;

  /// Whether Clair has at least one vulnerability for `name` (`debian:9`). What it said is believed
  /// for some minutes; a first update fills an empty Clair in 20 to 30. Throws as answer_error()
  /// says.
  bool has_data(const std::string& name, const CallContext& context);

 private:
  struct Known {
    bool has_data = false;
    Millis until = 0;
  };

  bool ask(const std::string& name, const CallContext& context) const;

  const Clair clair_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;
};

}  // namespace portside::clair::v2
