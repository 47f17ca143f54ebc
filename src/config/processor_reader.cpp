// SPDX-License-Identifier: Apache-2.0
//
// A table of the keys of an entry and their readers. What they mean is told in
// portside/host/processor_file.hpp.
#include "config/processor_reader.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <set>
#include <system_error>
#include <utility>

#include "config/names.hpp"
#include "config/service_url.hpp"
#include "config/values.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/media_type.hpp"
#include "words/word_list.hpp"

namespace portside::config {
namespace {

using Entry = ProcessorEntry;

void read_name(const Cursor& at, Entry& entry) {
  constexpr std::string_view kExpected =
      "1 to 32 letters, digits, '.', '_' and '-': the processor becomes http-processor@NAME";
  if (!at.is(ValueKind::kString, kExpected)) return;
  if (is_adapter_label(at.value().text)) {
    entry.name = at.value().text;
  } else {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kExpected));
  }
}

/// Nothing of it is shown: there may be a password in it.
void read_url(const Cursor& at, Entry& entry) {
  if (at.value().kind != ValueKind::kString) {
    at.mistake("found " + describe_kind(at.value()) + "; expected a URL");
    return;
  }
  ServiceUrl url;
  const std::string problem = take_service_url(at.value().text, url);
  if (!problem.empty()) return at.mistake(problem);
  entry.url = url.base;
  entry.query = Secret(std::move(url.query));
}

void read_one_media_type(const Cursor& at, Entry& entry) {
  constexpr std::string_view kExpected = "a media type without parameters: TYPE/SUBTYPE";
  if (!at.is(ValueKind::kString, kExpected)) return;
  if (sdk::is_media_type(at.value().text)) {
    entry.media_types.push_back(sdk::lower_case(at.value().text));
  } else {
    at.mistake("found " + describe(at.value()) + "; expected " + std::string(kExpected));
  }
}

void read_media_types(const Cursor& at, Entry& entry) {
  if (!at.is(ValueKind::kList, "a list of media types")) return;
  if (at.value().children.empty()) {
    return at.mistake("found an empty list; expected the media types that the service understands");
  }
  at.each([&](const Cursor& item) { read_one_media_type(item, entry); });
}

template <bool Entry::*member>
void read_flag(const Cursor& at, Entry& entry) {
  if (at.is(ValueKind::kBool, "true or false")) entry.*member = at.value().text == "true";
}

template <std::optional<std::int64_t> Entry::*member, std::int64_t least, std::int64_t most>
void read_count(const Cursor& at, Entry& entry) {
  std::int64_t number = 0;
  const std::string& digits = at.value().text;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  const bool whole =
      at.value().kind == ValueKind::kInteger && read.ec == std::errc() && read.ptr == end;
  if (whole && number >= least && number <= most) {
    entry.*member = number;
  } else {
    at.mistake("found " + describe(at.value()) + "; expected a whole number from " +
               std::to_string(least) + " to " + std::to_string(most));
  }
}

template <std::string Entry::*member>
void read_choice(const Cursor& at, const std::array<std::string_view, 3>& words, Entry& entry) {
  const std::string word = sdk::lower_case(at.value().text);
  if (at.value().kind == ValueKind::kString && std::ranges::find(words, word) != words.end()) {
    entry.*member = word;
  } else {
    at.mistake("found " + describe(at.value()) + "; expected " + words::word_list(words));
  }
}

constexpr std::array kEntryFields{
    Field<Entry>{"ProcessorUrl", read_url, "where the service is"},
    Field<Entry>{"ArtifactMediaType", read_one_media_type, "what it understands"},
    Field<Entry>{"ArtifactMediaTypes", read_media_types, "what it understands"},
    Field<Entry>{"Name", read_name, "the name of the processor"},
    Field<Entry>{"Authorization",
                 [](const Cursor& at, Entry& entry) { read_secret(at, entry.authorization); },
                 "shows the service who asks"},
    Field<Entry>{"CACert", [](const Cursor& at, Entry& entry) { read_path(at, entry.ca_file); },
                 "the authorities to trust"},
    Field<Entry>{"InsecureSkipVerify", read_flag<&Entry::insecure>, "accept any certificate"},
    Field<Entry>{"TimeoutSeconds", read_count<&Entry::timeout_seconds, 1, 3'600>, "of a request"},
    Field<Entry>{"Retries", read_count<&Entry::retries, 0, 10>, "of a request"},
    Field<Entry>{"MaxConcurrency", read_count<&Entry::max_concurrency, 1, 1'000>,
                 "requests at a time"},
    Field<Entry>{"OnFailure",
                 [](const Cursor& at, Entry& entry) {
                   read_choice<&Entry::on_failure>(at, {"fallback", "fail", "skip"}, entry);
                 },
                 "what becomes of the artifact"},
    Field<Entry>{"Enabled", read_flag<&Entry::enabled>, "whether the entry counts"},
    Field<Entry>{"RegistryURL",
                 [](const Cursor& at, Entry& entry) { read_registry_url(at, entry.registry_url); },
                 "the registry as the service reaches it"},
    Field<Entry>{"RegistryAccess",
                 [](const Cursor& at, Entry& entry) {
                   read_choice<&Entry::registry_access>(at, {"none", "basic", "bearer"}, entry);
                 },
                 "what the service may read it with"}};

/// The field of a key, whose case does not matter; null for none.
const Field<Entry>* field_of(std::string_view key) {
  const auto* found = std::ranges::find_if(kEntryFields, [&](const Field<Entry>& field) {
    return sdk::is_same_in_any_case(field.key, key);
  });
  return found == kEntryFields.end() ? nullptr : found;
}

/// The members of a map that fields know and that are not null, each once.
template <typename Visit>
void each_known(const Cursor& map, Visit visit) {
  std::set<std::string_view> seen;
  map.each([&](const Cursor& member) {
    const Field<Entry>* const field = field_of(member.key());
    if (field == nullptr) return;
    if (!seen.insert(field->key).second) {
      member.mistake("found " + std::string(field->key) + " again in other letters; expected once");
    } else if (member.value().kind != ValueKind::kNull) {
      visit(*field, member);
    }
  });
}

/// Holds entries against each other, and against what there is already.
class Entries {
 public:
  explicit Entries(const Config& config) {
    for (const auto& [id, types] : config.processors) {
      for (const std::string& type : types) claims_.emplace(sdk::lower_case(type), id);
    }
    for (const auto& adapter : config.adapters) ids_.insert(adapter.first);
  }

  void read(const Cursor& at) {
    const std::string place = "Processors[" + std::to_string(number_++) + "]";
    if (!at.is(ValueKind::kMap, "a map with ProcessorUrl and ArtifactMediaType")) return;
    Entry entry;
    std::set<std::string_view> written;
    each_known(at, [&](const Field<Entry>& field, const Cursor& member) {
      written.insert(field.key);
      if (member.given()) field.read(member, entry);
    });
    if (!written.contains("ProcessorUrl")) {
      at.mistake("found no ProcessorUrl; expected the URL of the service");
    }
    if (!written.contains("ArtifactMediaType") && !written.contains("ArtifactMediaTypes")) {
      at.mistake("found no ArtifactMediaType; expected the media type that it understands");
    }
    if (!entry.enabled) return;
    claim(at, entry, entry.name.empty() ? place : "http-processor@" + entry.name);
    entries_.push_back(std::move(entry));
  }

  std::vector<Entry> take() { return std::move(entries_); }

 private:
  void claim(const Cursor& at, const Entry& entry, const std::string& owner) {
    if (!entry.name.empty() && !ids_.insert(owner).second) {
      at.mistake("found a Name that is taken, " + words::quoted(entry.name) +
                 "; expected each one once, and no adapter " + owner);
    }
    for (const std::string& type : entry.media_types) {
      const auto [claimed, is_new] = claims_.emplace(type, owner);
      if (is_new) continue;
      at.mistake("found the media type " + words::quoted(type) + ", which " + claimed->second +
                 " has already; expected each one once among all processors");
    }
  }

  /// Media type -> who has it.
  std::map<std::string, std::string> claims_;
  std::set<std::string> ids_;
  std::vector<Entry> entries_;
  /// Of those that were looked at.
  std::size_t number_ = 0;
};

bool is_processors_key(std::string_view key) {
  return sdk::is_same_in_any_case(key, "processors");
}

/// The lists that stand under `Processors`: one, or a mistake.
template <typename Visit>
void each_list(const Cursor& root, Visit visit) {
  if (!root.given() || !root.is(ValueKind::kMap, "a map with the key Processors")) return;
  root.each([&](const Cursor& member) {
    if (is_processors_key(member.key()) && member.given()) visit(member);
  });
}

void warn_of_unknown_keys(const Value& tree, Mistakes& warnings) {
  constexpr std::array<std::string_view, 1> kRootKeys{"Processors"};
  std::array<std::string_view, kEntryFields.size()> keys;
  std::ranges::transform(kEntryFields, keys.begin(), &Field<Entry>::key);
  const Cursor root(tree, warnings);
  if (tree.kind != ValueKind::kMap) return;
  root.each([&](const Cursor& member) {
    if (!is_processors_key(member.key())) member.unknown_key(kRootKeys);
    if (!is_processors_key(member.key()) || member.value().kind != ValueKind::kList) return;
    member.each([&](const Cursor& item) {
      if (item.value().kind != ValueKind::kMap) return;
      item.each([&](const Cursor& key) {
        if (field_of(key.key()) == nullptr) key.unknown_key(keys);
      });
    });
  });
}

}  // namespace

std::vector<ProcessorEntry> read_processor_entries(const Value& root, const Config& config,
                                                   Mistakes& mistakes, Mistakes& warnings) {
  Entries entries(config);
  const Value* list = nullptr;
  each_list(Cursor(root, mistakes), [&](const Cursor& member) {
    if (list != nullptr) return member.mistake("found the key again in other letters");
    list = &member.value();
    if (!member.is(ValueKind::kList, "a list of entries")) return;
    member.each([&](const Cursor& item) { entries.read(item); });
  });
  warn_of_unknown_keys(root, warnings);
  return entries.take();
}

}  // namespace portside::config
