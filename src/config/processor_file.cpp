// SPDX-License-Identifier: Apache-2.0
#include "portside/host/processor_file.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "config/document.hpp"
#include "config/names.hpp"
#include "config/processor_reader.hpp"
#include "config/read_tree.hpp"
#include "config/references.hpp"
#include "config/text_check.hpp"

namespace portside {
namespace config {
namespace {

constexpr std::size_t kLongestLabel = 32;

/// A tree that is made and not read; what is in it is overwritten at its end.
class DocumentTree {
 public:
  DocumentTree() { root_.kind = ValueKind::kMap; }
  ~DocumentTree() { wipe_texts(root_); }
  DocumentTree(const DocumentTree&) = delete;
  DocumentTree& operator=(const DocumentTree&) = delete;

  void add(const char* key, ValueKind kind, std::string text) {
    Value value;
    value.kind = kind;
    value.key = key;
    value.text = std::move(text);
    root_.children.push_back(std::move(value));
  }
  /// Leaves empty texts out.
  void add_text(const char* key, const std::string& text) {
    if (!text.empty()) add(key, ValueKind::kString, text);
  }
  void add_number(const char* key, const std::optional<std::int64_t>& number) {
    if (number) add(key, ValueKind::kInteger, std::to_string(*number));
  }
  void add_texts(const char* key, const std::vector<std::string>& texts) {
    add(key, ValueKind::kList, "");
    for (const std::string& text : texts) {
      Value item;
      item.kind = ValueKind::kString;
      item.text = text;
      root_.children.back().children.push_back(std::move(item));
    }
  }

  Secret json() const { return Secret(to_json(root_)); }

 private:
  Value root_;
};

/// The document of the plugin http-processor.
Secret document_of(const ProcessorEntry& entry) {
  DocumentTree tree;
  tree.add_text("url", entry.url);
  tree.add_text("query", entry.query.reveal());
  tree.add_texts("media_types", entry.media_types);
  tree.add_text("authorization", entry.authorization.reveal());
  tree.add_text("ca_file", entry.ca_file);
  if (entry.insecure) tree.add("insecure", ValueKind::kBool, "true");
  tree.add_number("timeout_seconds", entry.timeout_seconds);
  tree.add_number("retries", entry.retries);
  tree.add_number("max_concurrency", entry.max_concurrency);
  tree.add_text("on_failure", entry.on_failure);
  tree.add_text("registry_access", entry.registry_access);
  return tree.json();
}

/// An id that nobody has, made of the host and port of the service.
std::string id_of(const std::string& url, const Config& config) {
  std::string label = url.substr(url.find("://") + 3);
  label = label.substr(0, label.find('/'));
  std::ranges::replace_if(
      label, [](char c) { return !is_adapter_label(std::string_view(&c, 1)); }, '-');
  for (std::size_t number = 1;; ++number) {
    const std::string suffix = number == 1 ? "" : "-" + std::to_string(number);
    std::string id = "http-processor@" + label.substr(0, kLongestLabel - suffix.size()) + suffix;
    if (!config.adapters.contains(id) && !config.processors.contains(id)) return id;
  }
}

void add_entry(const ProcessorEntry& entry, const std::string& id, Config& config) {
  config.adapters[id] = document_of(entry);
  config.processors[id] = entry.media_types;
  if (!entry.registry_url.empty()) config.registry.addresses[id] = entry.registry_url;
}

}  // namespace

void add_processors(std::string_view text, ConfigFormat format, const SecretLookup& secrets,
                    Config& config, Mistakes& mistakes, Mistakes& warnings) {
  Value tree;
  std::vector<ProcessorEntry> entries;
  try {
    tree = read_tree(text, format, mistakes);
    resolve_references(tree, secrets, mistakes);
    entries = read_processor_entries(tree, config, mistakes, warnings);
  } catch (const StopReading&) {
    // The mistakes say why.
  }
  wipe_texts(tree);
  if (!mistakes.all().empty()) return;
  Config with_them = config;
  // Those that have a name first: no other gets it.
  for (const ProcessorEntry& entry : entries) {
    if (!entry.name.empty()) add_entry(entry, "http-processor@" + entry.name, with_them);
  }
  for (const ProcessorEntry& entry : entries) {
    if (entry.name.empty()) add_entry(entry, id_of(entry.url, with_them), with_them);
  }
  config = std::move(with_them);
}

}  // namespace config

std::vector<std::string> add_processors(Config& config, std::string_view text, ConfigFormat format,
                                        const std::string& origin, const SecretLookup& secrets) {
  config::Mistakes mistakes(origin, format);
  config::Mistakes warnings(origin, format);
  config::add_processors(text, format, secrets, config, mistakes, warnings);
  mistakes.throw_if_any();
  std::vector<std::string> lines;
  for (const config::Mistake& each : warnings.all()) lines.push_back(warnings.line_of(each));
  return lines;
}

std::vector<std::string> add_processor_file(Config& config, const std::string& path,
                                            const SecretLookup& secrets, WhenMissing missing) {
  std::error_code error;
  const bool is_there =
      std::filesystem::status(path, error).type() != std::filesystem::file_type::not_found;
  if (!is_there && missing == WhenMissing::kNoProcessors) return {};
  const Secret text = config::read_config_file(path);
  return add_processors(config, text.reveal(), config::format_of(path), path, secrets);
}

}  // namespace portside
