// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/sdk/tar_reader.hpp"
#include "tar_builder.hpp"

namespace portside::sdk {

/// Writes down what a TarReader says, and wants all content but that of `skip`.
class TarEvents final : public TarVisitor {
 public:
  bool entry(const TarEntry& entry) override {
    static constexpr const char* kKinds[] = {"file",      "hard",   "symlink",
                                             "directory", "sparse", "other"};
    std::string line = kKinds[static_cast<int>(entry.kind)];
    line.append(" ").append(entry.path);
    if (!entry.link_target.empty()) line.append(" -> ").append(entry.link_target);
    if (entry.kind == TarEntryKind::kFile) line.append(" ").append(std::to_string(entry.size));
    events.push_back(line);
    return entry.path != "skip";
  }
  void content(std::string_view piece) override { content_ += piece; }
  void content_end() override {
    events.push_back(content_ + ".");
    content_.clear();
  }

  std::vector<std::string> events;

 private:
  std::string content_;
};

inline std::vector<std::string> tar_events(std::string_view tar, std::size_t piece_size = 1 << 20,
                                           const TarLimits& limits = {}) {
  TarEvents visitor;
  TarReader reader(visitor, "the layer", limits);
  for (std::size_t at = 0; at < tar.size(); at += piece_size) {
    reader.write(tar.substr(at, piece_size));
  }
  reader.finish();
  return visitor.events;
}

}  // namespace portside::sdk
