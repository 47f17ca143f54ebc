// SPDX-License-Identifier: Apache-2.0
#include "cli/config_output.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "loader/printable.hpp"

namespace portside::cli {
namespace {

using loader::printable;
using nlohmann::ordered_json;

/// Where the comments begin, unless a value reaches further.
constexpr std::size_t kCommentColumn = 34;

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

/// A file can hold any byte; what is not UTF-8 is replaced.
std::string text_of(const ordered_json& json) {
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

/// `p.yaml:3`, `default`, or "" for a key without either.
std::string source_of(const std::string& file, const config::ListedKey& key) {
  if (!key.written) return key.default_text.empty() ? "" : "default";
  return key.line > 0 ? file + ':' + std::to_string(key.line) : file;
}

std::string comment_of(const std::string& file, const config::ListedKey& key) {
  std::string comment;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) comment += (comment.empty() ? "" : "; ") + part;
  };
  std::string source = source_of(file, key);
  const bool differs = !key.value.empty() && key.default_text != key.value;
  if (key.written && differs && !key.default_text.empty()) {
    source += " (default " + key.default_text + ")";
  }
  add(source.empty() && key.value.empty() && !key.description.empty() ? "" : source);
  add(key.description);
  return printable(comment);
}

/// An empty line before each room, whose keys stand under it.
bool begins_room(const std::vector<config::ListedKey>& keys, std::size_t index) {
  if (!keys[index].path.empty()) return false;
  const bool has_keys = index + 1 < keys.size() && !keys[index + 1].path.empty();
  const bool follows_keys = index > 0 && !keys[index - 1].path.empty();
  return index > 0 && (has_keys || follows_keys);
}

}  // namespace

void print_checked(const Terminal& terminal, const CheckedConfig& checked) {
  for (const auto& each : checked.mistakes) terminal.out << printable(each.text) << '\n';
  if (!checked.note.empty()) {
    terminal.out << printable(checked.file) << ": note: " << printable(checked.note) << '\n';
  }
  for (const std::string& each : checked.warnings) {
    terminal.out << terminal.paint("warning", Colour::kYellow) << ": " << printable(each) << '\n';
  }
  terminal.out << printable(checked.file) << ": ";
  if (!checked.mistakes.empty()) {
    const std::string count = counted(checked.mistakes.size(), "mistake");
    terminal.out << terminal.paint(checked.more ? "more than " + count : count, Colour::kRed)
                 << (checked.more ? "; correct these first\n" : "\n");
    return;
  }
  terminal.out << terminal.paint("fine", Colour::kGreen) << ", "
               << counted(checked.adapters, "adapter") << " (" << checked.schemas
               << " checked against the schema of the plugin, " << checked.configured
               << " configured), " << counted(checked.processors, "processor") << '\n';
}

std::string to_json(const CheckedConfig& checked) {
  ordered_json mistakes = ordered_json::array();
  for (const auto& [mistake, text] : checked.mistakes) {
    const ordered_json line = mistake.line > 0 ? ordered_json(mistake.line) : ordered_json();
    mistakes.push_back({{"line", line}, {"place", mistake.place}, {"mistake", mistake.sentence}});
  }
  return text_of({{"file", checked.file},
                  {"fine", checked.mistakes.empty()},
                  {"adapters", checked.adapters},
                  {"processors", checked.processors},
                  {"checked_against_schema", checked.schemas},
                  {"configured", checked.configured},
                  {"mistakes", mistakes},
                  {"more", checked.more},
                  {"note", checked.note},
                  {"warnings", checked.warnings}});
}

void print_keys(const Terminal& terminal, const std::string& file,
                const std::vector<config::ListedKey>& keys) {
  const std::string name = std::filesystem::path(file).filename().string();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const config::ListedKey& key = keys[i];
    if (begins_room(keys, i)) terminal.out << '\n';
    std::string line = std::string(2 * key.path.size(), ' ') + printable(key.key) + ':';
    if (!key.value.empty()) line += ' ' + printable(key.value);
    const std::string comment = comment_of(name, key);
    if (!comment.empty()) {
      line.resize(std::max(line.size() + 2, kCommentColumn), ' ');
      line += "# " + comment;
    }
    terminal.out << line << '\n';
  }
}

std::string to_json(const std::string& file, const std::vector<config::ListedKey>& keys) {
  ordered_json rows = ordered_json::array();
  for (const config::ListedKey& key : keys) {
    ordered_json path = key.path;
    path.push_back(key.key);
    rows.push_back({{"path", std::move(path)},
                    {"value", key.value},
                    {"default", key.default_text},
                    {"source", source_of(file, key)},
                    {"description", key.description}});
  }
  return text_of({{"file", file}, {"keys", std::move(rows)}});
}

}  // namespace portside::cli
