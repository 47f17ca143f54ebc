// SPDX-License-Identifier: Apache-2.0
//
// Breaks before anybody can ask it for an object, or when the process ends.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "portside/api/plugin.hpp"
#include "silent_scanner.hpp"

#if defined(FIXTURE_UNDEFINED_FUNCTION)
extern "C" int portside_fixture_missing_function();
#elif defined(FIXTURE_UNDEFINED_DATA)
extern "C" int portside_fixture_missing_data;
#endif

namespace {

/// Gives the file that this code came from another time of change.
[[maybe_unused]] void touch_own_file() {
  Dl_info self{};
  const timespec times[2] = {{0, 0}, {0, 0}};
  if (::dladdr(reinterpret_cast<void*>(&touch_own_file), &self) != 0) {
    ::utimensat(AT_FDCWD, self.dli_fname, times, 0);
  }
}

struct Static {
  Static() {
#if defined(FIXTURE_STATIC_CTOR_THROWS)
    throw std::runtime_error("a static constructor threw");
#elif defined(FIXTURE_STATIC_CTOR_SEGFAULT)
    std::raise(SIGSEGV);
#elif defined(FIXTURE_STATIC_CTOR_EXITS_0)
    std::exit(0);
#elif defined(FIXTURE_STATIC_CTOR_EXITS_7)
    std::exit(7);
#elif defined(FIXTURE_STATIC_CTOR_SAYS_DONE)
    std::puts("exit\ndone 0");
    std::exit(0);
#elif defined(FIXTURE_STATIC_CTOR_TOUCHES_FILE)
    touch_own_file();
#elif defined(FIXTURE_STATIC_CTOR_LOOPS)
    for (;;) ::pause();
#endif
  }
  ~Static() noexcept(false) {
#if defined(FIXTURE_STATIC_DTOR_THROWS)
    throw std::runtime_error("a static destructor threw");
#endif
  }
};

const Static kStatic;

class Scanner final : public portside::testing::SilentScanner {
 public:
  Scanner() {
#if defined(FIXTURE_UNDEFINED_FUNCTION)
    portside_fixture_missing_function();
#elif defined(FIXTURE_UNDEFINED_DATA)
    portside_fixture_missing_data = 1;
#endif
  }
};

}  // namespace

PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"), portside::scanner<Scanner>());
