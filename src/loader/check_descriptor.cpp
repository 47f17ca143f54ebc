// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <vector>

#include "loader/handshake.hpp"
#include "loader/note_text.hpp"
#include "loader/printable.hpp"

namespace portside::loader {
namespace {

using Verdict = std::optional<Refusal>;

Refusal bad(const std::string& found) {
  return {PluginReason::kBadDescriptor,
          "its descriptor contradicts its note: " + found +
              "; rebuild the plugin, and do not edit it after it was linked"};
}

std::string name_and_version(const abi::PluginNote& note) {
  return printable(text_of(note.name)) + " " + printable(text_of(note.version));
}

Verdict check_head(const abi::PluginDescriptor& descriptor) {
  if (std::memcmp(descriptor.magic, "portside", sizeof(descriptor.magic)) != 0) {
    return bad("it does not begin with the word portside");
  }
  if (descriptor.size < sizeof(descriptor)) {
    return bad("it has " + std::to_string(descriptor.size) + " bytes, expected at least " +
               std::to_string(sizeof(descriptor)));
  }
  if (descriptor.note == nullptr || descriptor.kinds == nullptr) {
    return bad("it points to no note or to no kinds");
  }
  return std::nullopt;
}

Verdict check_same_note(const abi::PluginNote& loaded, const abi::PluginNote& read) {
  if (std::memcmp(&loaded, &read, sizeof(read)) == 0) return std::nullopt;
  const std::string found = name_and_version(loaded);
  const std::string expected = name_and_version(read);
  if (found != expected) return bad("it is of " + found + ", expected " + expected);
  return bad("the loaded note differs from the one that was read from the file");
}

Verdict check_entry(const abi::KindEntry& entry, std::string_view expected) {
  const std::string shown = printable(expected);
  // Compares no further than the expected text: the plugin's may have no end.
  if (entry.kind == nullptr ||
      std::strncmp(entry.kind, expected.data(), sizeof(abi::KindNote::kind)) != 0) {
    return bad("an entry is of another kind, expected " + shown);
  }
  if (entry.create == nullptr || entry.destroy == nullptr) {
    return bad("its kind " + shown + " has no function to create or to destroy an object");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> check_descriptor(const abi::PluginDescriptor& descriptor,
                                        const abi::PluginNote& note) {
  if (auto refusal = check_head(descriptor)) return refusal;
  if (auto refusal = check_same_note(*descriptor.note, note)) return refusal;
  std::vector<std::string_view> expected;
  for (const abi::KindNote& kind : note.kinds) {
    if (kind.kind[0] != '\0') expected.push_back(text_of(kind.kind));
  }
  if (descriptor.kind_count != expected.size()) {
    return bad("it has " + std::to_string(descriptor.kind_count) + " kinds, expected " +
               std::to_string(expected.size()));
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (auto refusal = check_entry(descriptor.kinds[i], expected[i])) return refusal;
  }
  return std::nullopt;
}

}  // namespace portside::loader
