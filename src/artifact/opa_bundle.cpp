// SPDX-License-Identifier: Apache-2.0
#include "artifact/opa_bundle.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "artifact/blob_text.hpp"
#include "portside/api/error.hpp"

namespace portside::artifact {
namespace {

constexpr std::size_t kMaxBundleFiles = 10'000;
/// The list of files is made for every push, and a path may be 24 KiB of JSON.
constexpr std::size_t kMaxListBytes = std::size_t{4} << 20U;

bool is_readme(std::string_view path) {
  constexpr std::string_view kReadmeName = "readme.md";
  return std::ranges::equal(path, kReadmeName, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
  });
}

/// What the Open Policy Agent reads out of a bundle, by name; kAsNamed for everything else.
OpaFile file_named(std::string_view path) {
  if (path == ".manifest") return OpaFile::kManifest;
  if (path.ends_with(".rego")) return OpaFile::kPolicy;
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const bool is_data = name == "data.json" || name == "data.yaml" || name == "data.yml";
  return is_data ? OpaFile::kData : OpaFile::kAsNamed;
}

}  // namespace

std::string* OpaBundle::add_file(std::string_view path, std::uint64_t size, OpaFile file) {
  if (++count_ > kMaxBundleFiles) {
    throw AdapterError(ErrorCode::kTooLarge, "the bundle has more than 10,000 files");
  }
  files_ += (files_.empty() ? R"({"name":)" : R"(,{"name":)") + sdk::json_quoted(path) +
            R"(,"size":)" + std::to_string(size) + "}";
  if (files_.size() > kMaxListBytes) {
    throw AdapterError(ErrorCode::kTooLarge,
                       "the list of the bundle's files is larger than 4 MiB, which is what is made "
                       "of one");
  }
  if (file == OpaFile::kAsNamed) file = file_named(path);
  if (file == OpaFile::kPolicy) ++policies_;
  if (file == OpaFile::kData) ++data_files_;
  if (file == OpaFile::kManifest) return &manifest;
  return file == OpaFile::kAsNamed && is_readme(path) ? &readme : nullptr;
}

std::string OpaBundle::files_json() const {
  return "[" + files_ + "]";
}

std::string OpaBundle::attributes(std::string_view config) const {
  constexpr std::array kSaid{"revision", "roots", "rego_version"};
  std::string own;
  std::set<std::string, std::less<>> names{"policies", "data_files"};
  if (const auto members = object_members(manifest)) {
    for (const char* name : kSaid) {
      const sdk::JsonMember* const member = sdk::find_json_member(*members, name);
      if (member == nullptr) continue;
      own += sdk::json_quoted(name) + ":" + std::string(member->json) + ",";
      names.insert(name);
    }
  }
  std::string json = "{";
  if (const auto members = object_members(config)) {
    for (const sdk::JsonMember& member : *members) {
      if (names.contains(member.name)) continue;
      json += sdk::json_quoted(member.name) + ":" + std::string(member.json) + ",";
    }
  }
  return json + own + R"("policies":)" + std::to_string(policies_) + R"(,"data_files":)" +
         std::to_string(data_files_) + "}";
}

}  // namespace portside::artifact
