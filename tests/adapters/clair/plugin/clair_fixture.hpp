// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "plugin_fixture.hpp"

namespace portside::testing {

inline constexpr char kRegistryToken[] = "Bearer CANARY-OF-THE-REGISTRY";

/// The plugin clair.so, loaded by a host that scans with it, and a scripted Clair.
class ClairFixture : public PluginFixture {
 protected:
  ClairFixture();

  static std::string layer_digest(int layer) { return digest_number(1'000 + layer); }
  /// Gives image `number` these layers, bottom up.
  void put_image(int number, const std::vector<int>& layers);
};

}  // namespace portside::testing
