// SPDX-License-Identifier: Apache-2.0
//
// Needs a library that lies in a folder beside it.
#include "portside/api/plugin.hpp"
#include "silent_scanner.hpp"

extern "C" const char* portside_fixture_neighbour();

namespace {

class Scanner final : public portside::testing::SilentScanner {
 public:
  portside::ScannerInfo describe() const override {
    return {portside_fixture_neighbour(), "", "", {}, {}};
  }
};

}  // namespace

PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"), portside::scanner<Scanner>());
