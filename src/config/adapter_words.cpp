// SPDX-License-Identifier: Apache-2.0
#include "config/adapter_words.hpp"

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string_view>
#include <utility>

#include "config/masked.hpp"
#include "portside/api/error.hpp"

namespace portside::config {
namespace {

/// Shorter texts are in many words by chance.
constexpr std::size_t kShortestHidden = 4;

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

/// Without what the place of the mistake says already: the adapter's id, and the words with which
/// sdk::ConfigDocument begins.
std::string without_beginning(std::string_view message, std::string_view id) {
  constexpr std::string_view kOwner = "the configuration of ";
  constexpr std::string_view kVerdict = " is wrong: ";
  if (message.starts_with(id) && message.substr(id.size()).starts_with(": ")) {
    message.remove_prefix(id.size() + 2);
  }
  const std::size_t verdict = message.find(kVerdict);
  if (message.starts_with(kOwner) && verdict != std::string_view::npos) {
    message.remove_prefix(verdict + kVerdict.size());
  }
  return std::string(message);
}

void hide(std::string_view secret, std::string& sentence) {
  if (secret.size() < kShortestHidden) return;
  for (std::size_t at = sentence.find(secret); at != std::string::npos;
       at = sentence.find(secret, at + kHidden.size())) {
    sentence.replace(at, secret.size(), kHidden);
  }
}

void hide_secrets(const Value& value, bool below_secret, std::string& sentence) {
  const bool secret = below_secret || value.secret || sounds_secret(value.key);
  if (secret && value.kind == ValueKind::kString) hide(value.text, sentence);
  for (const Value& child : value.children) hide_secrets(child, secret, sentence);
}

/// The line of `'check.fail_on'` at the beginning of a sentence.
int line_of_key(std::string_view sentence, const Value& document) {
  if (!sentence.starts_with('\'')) return document.line;
  std::string_view name = sentence.substr(1, sentence.find('\'', 1) - 1);
  const Value* at = &document;
  while (!name.empty()) {
    const Value* const member = find_member(*at, name.substr(0, name.find('.')));
    if (member == nullptr) break;
    at = member;
    name.remove_prefix(std::min(name.find('.'), name.size() - 1) + 1);
  }
  return at->line;
}

}  // namespace

std::vector<Refusal> refusals_of(const AdapterError& error, const Value& document) {
  std::string message = without_beginning(error.message, document.key);
  std::string detail = error.code == ErrorCode::kConfigInvalid ? error.detail : "";
  // Before there are lines: a secret may be several.
  for (const Value& member : document.children) {
    hide_secrets(member, false, message);
    hide_secrets(member, false, detail);
  }
  std::vector<std::string> sentences = lines_in(detail);
  const bool listed = !sentences.empty() && message.ends_with(sentences.front());
  if (!listed && !message.empty()) sentences.insert(sentences.begin(), std::move(message));
  if (sentences.empty()) {
    sentences.emplace_back("it is refused, without a word about why; ask the plugin's vendor");
  }
  std::vector<Refusal> refusals;
  for (std::string& sentence : sentences) {
    const int line = line_of_key(sentence, document);
    refusals.push_back({line, std::move(sentence)});
  }
  return refusals;
}

}  // namespace portside::config
