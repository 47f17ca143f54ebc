// SPDX-License-Identifier: Apache-2.0
//
// Breaks a rule of configure() or of the schema.
#include <fcntl.h>
#include <unistd.h>

#include <stdexcept>

#include "good_scanner.hpp"
#include "portside/api/plugin.hpp"

namespace {

using namespace portside;

void open_and_close() {
  ::close(::open("/etc/hostname", O_RDONLY | O_CLOEXEC));
}

class Scanner final : public testing::GoodScanner {
 public:
#if defined(FIXTURE_CONFIGURE_DOES_NO_IO_EARLY)
  Scanner() {
    open_and_close();
  }
#endif
  void configure(const Json& config, HostServices& host) override {
#if defined(FIXTURE_CREATE_EMPTY_CONFIG)
    if (config.absent()) throw std::runtime_error("no document");
#elif defined(FIXTURE_CREATE_BAD_CONFIG)
    if (!config.absent() && config.text.front() != '{') {
      throw AdapterError(ErrorCode::kConfigInvalid, "two\nlines");
    }
#elif defined(FIXTURE_CREATE_GIVEN_CONFIG)
    if (!config.absent()) throw AdapterError(ErrorCode::kConfigInvalid, "never good enough");
#elif defined(FIXTURE_CONFIGURE_DOES_NO_IO)
    open_and_close();
#elif defined(FIXTURE_CONTINUATION_REFUSAL)
    try {
      GoodScanner::configure(config, host);
    } catch (const AdapterError& error) {
      throw AdapterError(error.code, error.message, "found " + config.text);
    }
    return;
#endif
    GoodScanner::configure(config, host);
  }
  ScannerInfo describe() const override {
#if defined(FIXTURE_DESCRIBE_DOES_NO_IO)
    open_and_close();
#endif
    return GoodScanner::describe();
  }
};

[[maybe_unused]] constexpr auto kUnused = &open_and_close;

#if defined(FIXTURE_SCHEMA_IS_VALID)
constexpr char kSchema[] = R"({"type": 7})";
#elif defined(FIXTURE_SCHEMA_REJECTS_GARBAGE)
constexpr char kSchema[] = "{}";
#elif defined(FIXTURE_SCHEMA_REJECTS_GARBAGE_LOOSELY)
constexpr char kSchema[] = R"({"type": "object"})";
#else
constexpr const char* kSchema = testing::kGoodSchema;
#endif

}  // namespace

PORTSIDE_PLUGIN(plugin(FIXTURE_NAME, "1.0.0"), scanner<Scanner>().schema(kSchema));
