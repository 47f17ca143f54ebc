// SPDX-License-Identifier: Apache-2.0
//
// A config on the first line, and a bundle behind it. What is said of it is JSON, whatever is in
// it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "artifact/archive_files.hpp"
#include "artifact/opa_bundle.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/json_members.hpp"

namespace {

using namespace portside;

void require(bool condition) {
  if (!condition) std::abort();
}

/// Whether it could be unpacked.
bool read_bundle(std::string_view packed, artifact::OpaBundle& bundle) {
  try {
    artifact::ArchiveFiles files(
        [&bundle](std::string_view path, std::uint64_t size) {
          return bundle.add_file(path, size);
        },
        "the bundle");
    files.write(packed);
    files.finish();
    return true;
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData || error.code == ErrorCode::kTooLarge);
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), size);
  artifact::OpaBundle bundle;
  if (!read_bundle(text.substr(std::min(line + 1, size)), bundle)) return 0;
  const std::string attributes = bundle.attributes(text.substr(0, line));
  const auto members = sdk::json_members(attributes, "the attributes");
  require(sdk::find_json_member(members, "policies")->kind == sdk::JsonKind::kNumber);
  require(sdk::find_json_member(members, "data_files")->kind == sdk::JsonKind::kNumber);
  require(sdk::json_kind(bundle.files_json(), "the files") == sdk::JsonKind::kArray);
  return 0;
}
