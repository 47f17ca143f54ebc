// SPDX-License-Identifier: Apache-2.0
#include "runtime/config_changes.hpp"

#include <algorithm>
#include <set>

namespace portside::runtime {
namespace {

std::set<std::string> named_in(const Config& config) {
  std::set<std::string> ids;
  for (const auto& [id, document] : config.adapters) ids.insert(id);
  for (const auto& [id, media_types] : config.processors) ids.insert(id);
  if (!config.scanner.empty()) ids.insert(config.scanner);
  return ids;
}

}  // namespace

AdapterSettings settings_of(const Config& config, const std::string& adapter_id) {
  const auto found = config.adapters.find(adapter_id);
  return {found == config.adapters.end() ? Secret() : found->second, config.http};
}

ConfigChanges compare(const Config& before, const Config& after,
                      const std::vector<std::string>& open) {
  const std::set<std::string> old_ids = named_in(before);
  const std::set<std::string> new_ids = named_in(after);
  std::set<std::string> all_ids(open.begin(), open.end());
  all_ids.insert(old_ids.begin(), old_ids.end());
  all_ids.insert(new_ids.begin(), new_ids.end());

  ConfigChanges changes;
  for (const std::string& id : all_ids) {
    const bool is_open = open.end() != std::find(open.begin(), open.end(), id);
    if (old_ids.contains(id) && !new_ids.contains(id)) {
      changes.removed.push_back(id);
    } else if (!old_ids.contains(id) && !is_open) {
      changes.added.push_back(id);
    } else if (settings_of(before, id) != settings_of(after, id)) {
      changes.changed.push_back(id);
    } else {
      ++changes.unchanged;
    }
  }
  return changes;
}

std::vector<std::string> parts_that_need_a_restart(const Config& before, const Config& after) {
  std::vector<std::string> sentences;
  const auto note = [&](bool same, const char* key) {
    if (!same) {
      sentences.push_back(std::string(key) +
                          ": the change takes effect when this program starts again");
    }
  };
  note(before.plugins.dirs == after.plugins.dirs, "plugins.dirs");
  note(before.plugins.files == after.plugins.files, "plugins.files");
  note(before.plugins.probe == after.plugins.probe, "plugins.probe");
  note(before.trust.mode == after.trust.mode, "trust.mode");
  note(before.trust.anchors == after.trust.anchors, "trust.anchors");
  return sentences;
}

}  // namespace portside::runtime
