// SPDX-License-Identifier: Apache-2.0
//
// Defines, and shows as far as the linker lets it, a function that its host exports as well.
#include "portside/api/plugin.hpp"
#include "silent_scanner.hpp"

extern "C" [[gnu::visibility("default"), gnu::noinline]] const char* portside_fixture_whose() {
  return "the plugin's";
}

namespace {

class Scanner final : public portside::testing::SilentScanner {
 public:
  portside::ScannerInfo describe() const override {
    return {portside_fixture_whose(), "", "", {}, {}};
  }
};

}  // namespace

PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"), portside::scanner<Scanner>());
