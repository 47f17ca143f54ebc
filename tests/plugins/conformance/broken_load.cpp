// SPDX-License-Identifier: Apache-2.0
//
// Good objects in files that break a rule when they are loaded.
#include <ctime>

#include "good_scanner.hpp"
#include "portside/api/plugin.hpp"

using portside::testing::GoodScanner;
using portside::testing::kGoodSchema;

#if defined(FIXTURE_LOAD_NOW)
extern "C" int portside_fixture_missing_function();
#elif defined(FIXTURE_NO_UNDEFINED)
extern "C" unsigned long OpenSSL_version_num();  // the host's, and not linked here
#elif defined(FIXTURE_SINGLE_EXPORT)
extern "C" __attribute__((visibility("default"))) int portside_fixture_extra() {
  return 1;
}
#elif defined(FIXTURE_NO_STATIC_CTORS)
namespace {
/// Written by what is to be there: -O2 leaves out a constructor without an effect.
volatile int constructed = 0;
}  // namespace
extern "C" __attribute__((constructor)) void portside_fixture_constructor() {
  constructed = 1;
}
#elif defined(FIXTURE_LOAD_TIME)
/// Runs when the file is loaded (see -init in CMakeLists.txt).
extern "C" void portside_fixture_start() {
  const auto processor_ms = [] {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1'000 + time.tv_nsec / 1'000'000;
  };
  const auto end = processor_ms() + 150;
  while (processor_ms() < end) {
  }
}
#endif

namespace {

#if defined(FIXTURE_NO_STATIC_CTORS)
struct Static {
  Static() { constructed = 1; }
};
const Static kStatic;
#endif

class Scanner final : public GoodScanner {
 public:
  ~Scanner() override {
#if defined(FIXTURE_LOAD_NOW)
    if (url_ == "never") portside_fixture_missing_function();
#elif defined(FIXTURE_NO_UNDEFINED)
    if (url_ == "never") token_ = std::to_string(OpenSSL_version_num());
#endif
  }
};

}  // namespace

PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"),
                portside::scanner<Scanner>().schema(kGoodSchema));
