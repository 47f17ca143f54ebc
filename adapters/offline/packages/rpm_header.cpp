// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/rpm_header.hpp"

#include <algorithm>
#include <cstdint>

#include "portside/api/error.hpp"

namespace portside::offline {
namespace {

// rpmtag.h
constexpr std::uint32_t kName = 1000;
constexpr std::uint32_t kVersion = 1001;
constexpr std::uint32_t kRelease = 1002;
constexpr std::uint32_t kEpoch = 1003;
constexpr std::uint32_t kVendor = 1011;
constexpr std::uint32_t kArchitecture = 1022;
constexpr std::uint32_t kSourceRpm = 1044;
constexpr std::uint32_t kModularityLabel = 5096;
constexpr std::uint32_t kTypeInt32 = 4;
constexpr std::uint32_t kTypeString = 6;

constexpr std::size_t kSizes = 8;
constexpr std::size_t kEntry = 16;
constexpr std::size_t kLongestText = 4096;

[[noreturn]] void malformed(const char* what) {
  throw AdapterError(ErrorCode::kMalformedData,
                     std::string("a package in the rpm database cannot be read: ") + what);
}

std::uint32_t number(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

struct Fields {
  std::string name, version, release, epoch, vendor, architecture, source_rpm, label;
};

std::string text_at(std::string_view data, std::uint32_t offset) {
  if (offset >= data.size()) malformed("a text lies outside of it");
  const std::string_view rest = data.substr(offset, kLongestText);
  const std::size_t end = rest.find('\0');
  if (end == std::string_view::npos) malformed("a text has no end");
  return std::string(rest.substr(0, end));
}

void take_entry(Fields& fields, std::string_view entry, std::string_view data) {
  const std::uint32_t tag = number(entry, 0);
  const std::uint32_t type = number(entry, 4);
  const std::uint32_t offset = number(entry, 8);
  if (tag == kEpoch) {
    if (type != kTypeInt32 || number(entry, 12) == 0) malformed("the epoch is not a number");
    if (offset > data.size() || data.size() - offset < 4) malformed("the epoch lies outside of it");
    fields.epoch = std::to_string(number(data, offset));
    return;
  }
  std::string* const target = tag == kName              ? &fields.name
                              : tag == kVersion         ? &fields.version
                              : tag == kRelease         ? &fields.release
                              : tag == kVendor          ? &fields.vendor
                              : tag == kArchitecture    ? &fields.architecture
                              : tag == kSourceRpm       ? &fields.source_rpm
                              : tag == kModularityLabel ? &fields.label
                                                        : nullptr;
  if (target == nullptr) return;
  if (type != kTypeString) malformed("a text has the type of something else");
  *target = text_at(data, offset);
}

/// `NAME-VERSION-RELEASE.src.rpm`; the epoch is not in it.
void set_source(Package& package, const Fields& fields) {
  std::string_view text = fields.source_rpm;
  for (const std::string_view end : {".rpm", ".src", ".nosrc"}) {
    if (text.ends_with(end)) text.remove_suffix(end.size());
  }
  const std::size_t release = text.rfind('-');
  if (release == std::string_view::npos || release == 0) return;
  const std::size_t version = text.rfind('-', release - 1);
  if (version == std::string_view::npos || version == 0) return;
  package.source_name = text.substr(0, version);
  package.source_version = text.substr(version + 1);
}

}  // namespace

std::optional<Package> read_rpm_header(std::string_view blob) {
  if (blob.size() < kSizes) malformed("it is too short");
  const std::uint64_t entries = number(blob, 0);
  const std::uint64_t data_size = number(blob, 4);
  if (blob.size() != kSizes + entries * kEntry + data_size) malformed("its sizes do not add up");
  const std::string_view index = blob.substr(kSizes, entries * kEntry);
  const std::string_view data = blob.substr(kSizes + index.size());
  Fields fields;
  for (std::size_t at = 0; at < index.size(); at += kEntry) {
    take_entry(fields, index.substr(at, kEntry), data);
  }
  if (fields.name == "gpg-pubkey") return std::nullopt;
  if (fields.name.empty() || fields.version.empty() || fields.release.empty()) {
    malformed("it has no name, version or release");
  }
  Package package;
  package.name = fields.name;
  package.version = fields.epoch.empty() ? "" : fields.epoch + ":";
  package.version += fields.version + "-" + fields.release;
  package.architecture = fields.architecture;
  package.third_party = shown(fields.vendor);
  // NAME:STREAM:VERSION:CONTEXT:ARCH
  const std::size_t name_end = fields.label.find(':');
  if (name_end != std::string::npos) {
    package.module = fields.label.substr(0, fields.label.find(':', name_end + 1));
  }
  set_source(package, fields);
  return package;
}

}  // namespace portside::offline
