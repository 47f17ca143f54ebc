// SPDX-License-Identifier: Apache-2.0
//
// Loads, and breaks when its object is made or destroyed.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <stdexcept>

#include "plain_processor.hpp"
#include "portside/api/plugin.hpp"
#include "silent_scanner.hpp"

namespace {

class DerivedError : public std::exception {
 public:
  const char* what() const noexcept override { return "derived in an anonymous namespace"; }
};

struct OwnStruct {};

[[maybe_unused]] void throw_out_of_noexcept() {
  throw std::runtime_error("through noexcept");
}

[[maybe_unused]] void construct() {
#if defined(FIXTURE_CTOR_THROWS_RUNTIME_ERROR)
  throw std::runtime_error("no room for a scanner");
#elif defined(FIXTURE_CTOR_THROWS_DERIVED)
  throw DerivedError();
#elif defined(FIXTURE_CTOR_THROWS_INT)
  throw 42;
#elif defined(FIXTURE_CTOR_THROWS_STRUCT)
  throw OwnStruct{};
#elif defined(FIXTURE_CTOR_THROWS_ADAPTER_ERROR)
  throw portside::AdapterError(portside::ErrorCode::kIo, "the licence cannot be read", "line 1");
#elif defined(FIXTURE_CTOR_SEGFAULT)
  std::raise(SIGSEGV);
#elif defined(FIXTURE_CTOR_EXITS)
  std::exit(0);
#elif defined(FIXTURE_CTOR_LOOPS)
  for (;;) ::pause();
#endif
}

void destroy() {
#if defined(FIXTURE_DTOR_THROWS)
  throw_out_of_noexcept();
#elif defined(FIXTURE_DTOR_ABORTS)
  std::abort();
#endif
}

class Scanner final : public portside::testing::SilentScanner {
 public:
#if defined(FIXTURE_NOEXCEPT_CTOR_THROWS)
  Scanner() noexcept {
    throw_out_of_noexcept();
  }
#else
  Scanner() {
    construct();
  }
#endif
  ~Scanner() override {
    destroy();
  }
};

}  // namespace

#if defined(FIXTURE_SECOND_KIND_SEGFAULTS)
namespace {
class ThrowingScanner final : public portside::testing::SilentScanner {
 public:
  ThrowingScanner() { throw portside::AdapterError(portside::ErrorCode::kIo, "not now"); }
};
class CrashingProcessor final : public portside::testing::PlainProcessor {
 public:
  CrashingProcessor() { std::raise(SIGSEGV); }
};
}  // namespace
PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"), portside::scanner<ThrowingScanner>(),
                portside::processor<CrashingProcessor>());
#elif defined(FIXTURE_FACTORY_RETURNS_NULL)
namespace {
void* return_null(portside::abi::CreateError*) noexcept {
  return nullptr;
}
}  // namespace
PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"),
                portside::abi::KindDeclaration("scanner", portside::abi::kScannerRevision,
                                               &return_null, [](void*) noexcept {}));
#else
PORTSIDE_PLUGIN(portside::plugin(FIXTURE_NAME, "1.0.0"), portside::scanner<Scanner>());
#endif
