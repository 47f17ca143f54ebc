// SPDX-License-Identifier: Apache-2.0
//
// One byte that says how much of the rest is SQLite's log (in sixteenths), then a database.
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "offline/packages/rpm_copy.hpp"
#include "portside/api/error.hpp"

namespace {

using namespace portside;

class Context final : public CallContext {
 public:
  Millis time_left() const noexcept override { return 1; }
  bool cancelled() const noexcept override { return false; }
  bool wait(Millis) const noexcept override { return true; }
  int cancel_fd() const noexcept override { return -1; }
  void progress(const Progress&) const noexcept override {}
  std::string request_id() const override { return "fuzz"; }
  std::string traceparent() const override { return ""; }
};

std::string folder() {
  static const std::string path = [] {
    std::string name = "/tmp/portside-fuzz-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    return name;
  }();
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string all(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t log_size = all.size() * (data[0] % 16) / 16;
  const std::size_t split = all.size() - log_size;
  const offline::DatabaseFile file{"db", std::make_shared<const std::string>(all.substr(0, split)),
                                   std::make_shared<const std::string>(all.substr(split))};
  const Context context;
  offline::RpmCopies copies(folder, context);
  offline::PackageList list;
  try {
    copies.read(file, list);
  } catch (const AdapterError& error) {
    if (error.code != ErrorCode::kMalformedData && error.code != ErrorCode::kTooLarge) {
      std::abort();
    }
  }
  return 0;
}
