// SPDX-License-Identifier: Apache-2.0
#include "config/adapter_rooms.hpp"

#include <map>
#include <string>
#include <utility>

#include "config/names.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/media_type.hpp"

namespace portside::config {
namespace {

/// Notes a mistake about a key that is no id.
bool has_adapter_id(const Cursor& at) {
  if (is_adapter_id(at.key())) return true;
  at.mistake("found the id " + quoted(at.key()) + "; expected " + std::string(kAdapterIdRule));
  return false;
}

/// The documents are the adapters' own business, so nothing of them is shown in a message.
void read_adapter(const Cursor& at, Config& config) {
  if (!has_adapter_id(at)) return;
  Secret& document = config.adapters[at.key()];
  if (!at.given()) return;
  if (at.value().kind != ValueKind::kMap) {
    at.mistake("found " + describe_kind(at.value()) + "; expected a map, or nothing");
    return;
  }
  document = to_json(at.value());
}

/// Who understands a media type, and where that is written.
struct Claim {
  std::string id;
  int line = 0;
};
using Claims = std::map<std::string, Claim>;

void read_media_type(const Cursor& at, const std::string& id, Claims& claims, Config& config) {
  constexpr std::string_view kExpected = "a media type without parameters: TYPE/SUBTYPE";
  if (!at.is(ValueKind::kString, kExpected)) return;
  if (!sdk::is_media_type(at.value().text)) {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kExpected));
    return;
  }
  std::string type = sdk::lower_case(at.value().text);
  const auto [first, is_new] = claims.emplace(type, Claim{id, at.value().line});
  if (is_new) {
    config.processors[id].push_back(std::move(type));
    return;
  }
  const int line = first->second.line;
  const bool here = first->second.id == id;
  at.mistake("found a media type that " +
             (here ? "is in this list already" : first->second.id + " has already") +
             (line > 0 ? " (line " + std::to_string(line) + ")" : "") + "; expected each one once" +
             (here ? "" : " among all processors"));
}

}  // namespace

void read_scanner(const Cursor& at, Config& config) {
  if (!at.is(ValueKind::kString, kAdapterIdRule)) return;
  if (is_adapter_id(at.value().text)) {
    config.scanner = at.value().text;
  } else {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kAdapterIdRule));
  }
}

void read_adapters(const Cursor& at, Config& config) {
  if (!at.is(ValueKind::kMap, "a map of adapter ids and their documents")) return;
  at.each([&](const Cursor& member) { read_adapter(member, config); });
}

void read_processors(const Cursor& at, Config& config) {
  if (!at.is(ValueKind::kMap, "a map of adapter ids and lists of media types")) return;
  Claims claims;
  at.each([&](const Cursor& member) {
    if (!has_adapter_id(member)) return;
    config.processors[member.key()];
    if (!member.given() || !member.is(ValueKind::kList, "a list of media types")) return;
    member.each([&](const Cursor& item) { read_media_type(item, member.key(), claims, config); });
  });
}

}  // namespace portside::config
