// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses a parser of the offline scanner: dpkg, apk, rpm's header, os-release.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "offline/distribution.hpp"
#include "offline/packages/apk.hpp"
#include "offline/packages/dpkg.hpp"
#include "offline/packages/rpm_header.hpp"
#include "offline/purl.hpp"
#include "portside/api/error.hpp"

namespace {

using namespace portside::offline;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const PackageList& list) {
  const Distribution debian = recognise({"ID=debian\nVERSION_ID=12\n", "", ""});
  for (const Package& package : list.packages) {
    require(!package.name.empty() && !package.version.empty());
    require(!package.source_name.empty() && !package.source_version.empty());
    for (const char c : package_url(package, debian)) require(c > ' ' && c < '\x7f');
  }
}

void rpm(std::string_view blob) {
  try {
    const auto package = read_rpm_header(blob);
    require(!package || (!package->name.empty() && package->version.size() >= 3));
  } catch (const portside::AdapterError& error) {
    require(error.code == portside::ErrorCode::kMalformedData);
  }
}

void os_release(std::string_view text) {
  const std::size_t half = text.size() / 2;
  for (const OsFiles& files :
       {OsFiles{text, "", ""}, OsFiles{text.substr(0, half), text.substr(half), ""},
        OsFiles{"", text.substr(0, half), text.substr(half)}}) {
    const Distribution distribution = recognise(files);
    require(distribution.is_supported || distribution.release.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  PackageList list;
  switch (data[0] % 4) {
    case 0: read_dpkg_status(text, "status", list); break;
    case 1: read_apk_installed(text, "installed", list); break;
    case 2: rpm(text); break;
    default: os_release(text); break;
  }
  check(list);
  return 0;
}
