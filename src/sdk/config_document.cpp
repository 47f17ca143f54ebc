// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/config_document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "portside/api/error.hpp"
#include "sdk/base_url.hpp"

namespace portside::sdk {
namespace {

/// The document's path of a member, for a message. A name is the operator's text, and may be
/// anything.
std::string quoted_member(const std::string& path) {
  constexpr std::size_t kLongest = 100;
  const std::string text = nlohmann::json(path.substr(0, kLongest))
                               .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  return "'" + text.substr(1, text.size() - 2) + "'";
}

/// A line end in a token would show only when it is sent.
bool has_control_character(const std::string& text) noexcept {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f;
  });
}

std::string joined_words(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out += ", ";
    out += word;
  }
  return out;
}

}  // namespace

struct ConfigDocument::Impl {
  /// The member's value, null when it is not there. Whoever asks for it knows it.
  const nlohmann::json* find(const char* key) {
    asked.emplace_back(key);
    const auto found = document->find(key);
    return found == document->end() || found->is_null() ? nullptr : &*found;
  }

  void mistake(const std::string& key, const std::string& what) {
    mistakes->push_back(quoted_member(prefix + key) + " " + what);
  }

  /// The text, or nothing after a mistake or without the member.
  const std::string* text(const char* key, Presence presence, const char* expected) {
    const nlohmann::json* const value = find(key);
    if (value == nullptr) {
      if (presence == kRequired) mistake(key, std::string("is missing; expected ") + expected);
      return nullptr;
    }
    if (value->is_string()) return value->get_ptr<const std::string*>();
    mistake(key, std::string("is not a text; expected ") + expected);
    return nullptr;
  }

  /// Of a document inside these are its parent's.
  nlohmann::json own_document;
  std::vector<std::string> own_mistakes;

  const nlohmann::json* document = &own_document;
  std::vector<std::string>* mistakes = &own_mistakes;
  std::string owner;
  /// `check.` for the members of the document that is the member `check`.
  std::string prefix;
  std::vector<std::string> asked;
};

ConfigDocument::ConfigDocument(const Json& document, std::string owner)
    : impl_(std::make_unique<Impl>()) {
  impl_->owner = std::move(owner);
  impl_->own_document = document.absent() ? nlohmann::json::object()
                                          : nlohmann::json::parse(document.text, nullptr, false);
  if (!impl_->own_document.is_object()) {
    throw AdapterError(ErrorCode::kConfigInvalid,
                       "the configuration of " + impl_->owner + " is not a JSON object");
  }
}

ConfigDocument::ConfigDocument(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ConfigDocument::~ConfigDocument() = default;

bool ConfigDocument::has(const char* key) const {
  const auto found = impl_->document->find(key);
  return found != impl_->document->end() && !found->is_null();
}

std::string ConfigDocument::text(const char* key, Presence presence) {
  const std::string* const text = impl_->text(key, presence, "a text");
  if (text == nullptr) return {};
  if (!has_control_character(*text)) return *text;
  impl_->mistake(key, "has a control character or a line end; expected one line of text");
  return {};
}

std::string ConfigDocument::lines(const char* key, Presence presence) {
  const std::string* const text = impl_->text(key, presence, "a text");
  if (text == nullptr) return {};
  std::string without_ends = *text;
  without_ends.erase(std::remove_if(without_ends.begin(), without_ends.end(),
                                    [](char c) { return c == '\r' || c == '\n'; }),
                     without_ends.end());
  if (!has_control_character(without_ends)) return *text;
  impl_->mistake(key, "has a control character; expected lines of text");
  return {};
}

std::string ConfigDocument::path(const char* key, Presence presence) {
  const std::string* const path = impl_->text(key, presence, "an absolute path");
  if (path == nullptr) return {};
  if (path->rfind('/', 0) == 0 && path->find('\0') == std::string::npos) return *path;
  impl_->mistake(key, "is not an absolute path");
  return {};
}

std::string ConfigDocument::base_url(const char* key, Presence presence) {
  const std::string* const url = impl_->text(key, presence, "a URL");
  if (url == nullptr) return {};
  if (is_base_url(*url)) return url->substr(0, url->find_last_not_of('/') + 1);
  impl_->mistake(key,
                 "is not a URL of a server; expected http:// or https://, a host and perhaps a "
                 "path, without user, query and fragment");
  return {};
}

std::int64_t ConfigDocument::number(const char* key, std::int64_t least, std::int64_t most,
                                    std::int64_t other) {
  const nlohmann::json* const value = impl_->find(key);
  if (value == nullptr) return other;
  const bool is_beyond = value->is_number_unsigned() &&
                         value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (value->is_number_integer() && !is_beyond) {
    const auto number = value->get<std::int64_t>();
    if (number >= least && number <= most) return number;
  }
  impl_->mistake(
      key, "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return other;
}

bool ConfigDocument::flag(const char* key, bool other) {
  const nlohmann::json* const value = impl_->find(key);
  if (value == nullptr) return other;
  if (value->is_boolean()) return value->get<bool>();
  impl_->mistake(key, "is not true or false");
  return other;
}

std::size_t ConfigDocument::word(const char* key, const std::vector<std::string_view>& words,
                                 std::size_t other) {
  const nlohmann::json* const value = impl_->find(key);
  if (value == nullptr) return other;
  const std::string word = value->is_string()           ? value->get<std::string>()
                           : value->is_number_integer() ? value->dump()
                                                        : std::string();
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  impl_->mistake(key, "is not one of: " + joined_words(words));
  return other;
}

std::vector<std::string> ConfigDocument::texts(const char* key) {
  const nlohmann::json* const value = impl_->find(key);
  if (value == nullptr) return {};
  const auto is_text = [](const nlohmann::json& each) { return each.is_string(); };
  if (!value->is_array() || !std::all_of(value->begin(), value->end(), is_text)) {
    impl_->mistake(key, "is not a list of texts");
    return {};
  }
  auto texts = value->get<std::vector<std::string>>();
  if (std::none_of(texts.begin(), texts.end(), has_control_character)) return texts;
  impl_->mistake(key, "has a control character or a line end; expected texts of one line");
  return {};
}

std::unique_ptr<ConfigDocument> ConfigDocument::object(const char* key) {
  auto inside = std::make_unique<Impl>();
  inside->own_document = nlohmann::json::object();
  inside->mistakes = impl_->mistakes;
  inside->prefix = impl_->prefix + key + '.';
  if (const nlohmann::json* const value = impl_->find(key)) {
    if (value->is_object()) {
      inside->document = value;
    } else {
      impl_->mistake(key, "is not an object");
    }
  }
  return std::unique_ptr<ConfigDocument>(new ConfigDocument(std::move(inside)));
}

void ConfigDocument::mistake(const std::string& sentence) {
  impl_->mistakes->push_back(sentence);
}

void ConfigDocument::finish() {
  for (const auto& member : impl_->document->items()) {
    const auto& asked = impl_->asked;
    if (std::find(asked.begin(), asked.end(), member.key()) == asked.end()) {
      impl_->mistake(member.key(), "is not known");
    }
  }
  const bool is_inside = impl_->mistakes != &impl_->own_mistakes;
  if (is_inside || impl_->mistakes->empty()) return;
  std::string all;
  if (impl_->mistakes->size() > 1) {
    for (const std::string& each : *impl_->mistakes) all += (all.empty() ? "" : "\n") + each;
  }
  throw AdapterError(
      ErrorCode::kConfigInvalid,
      "the configuration of " + impl_->owner + " is wrong: " + impl_->mistakes->front(), all);
}

}  // namespace portside::sdk
