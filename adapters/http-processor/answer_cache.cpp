// SPDX-License-Identifier: Apache-2.0
#include "http-processor/answer_cache.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace portside::http_processor {
namespace {

/// Artifacts may have any media type that their authors write.
constexpr std::size_t kMostEntries = 256;
constexpr Millis kFailurePause = 10'000;

std::string state_key(const std::string& name) {
  return "answer/" + name;
}

/// A clock that was turned back makes everything old.
bool is_within(Millis since, Millis now, Millis span) {
  return now >= since && now - since < span;
}

}  // namespace

Words AnswerCache::get(const std::string& name, Keep keep, const std::function<Words()>& ask,
                       const CallContext& context) {
  {
    const Millis now = host_.now();
    const std::lock_guard lock(mutex_);
    Entry& entry = entry_of(name, keep, now);
    if (entry.words && is_within(entry.answered_at, now, fresh_)) return *entry.words;
    const bool paused = is_paused(entry, now);
    if ((paused || entry.asking) && is_good_enough(entry, now)) return *entry.words;
    if (paused) throw AdapterError(*entry.failure);
    entry.asking = true;
  }
  try {
    return learn(name, keep, ask(), host_.now());
  } catch (const AdapterError& error) {
    const Millis now = host_.now();
    const std::lock_guard lock(mutex_);
    entries_[name].asking = false;
    if (context.cancelled()) throw;
    return failed(name, error, now);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    entries_[name].asking = false;
    throw;
  }
}

std::optional<AdapterError> AnswerCache::failure_of(const std::string& name) const {
  const Millis now = host_.now();
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(name);
  if (found == entries_.end()) return std::nullopt;
  const Entry& entry = found->second;
  const bool has_none = is_paused(entry, now) && !is_good_enough(entry, now);
  return has_none ? entry.failure : std::nullopt;
}

AnswerCache::Entry& AnswerCache::entry_of(const std::string& name, Keep keep, Millis now) {
  const auto found = entries_.find(name);
  if (found != entries_.end()) return found->second;
  if (entries_.size() >= kMostEntries) {
    // Whoever asks for it just now makes it anew.
    entries_.erase(std::min_element(
        entries_.begin(), entries_.end(),
        [](const auto& a, const auto& b) { return a.second.answered_at < b.second.answered_at; }));
  }
  Entry entry;
  if (keep == Keep::kInState) entry = stored(name).value_or(Entry());
  if (entry.words && entry.answered_at > now) entry = Entry();
  return entries_[name] = std::move(entry);
}

bool AnswerCache::is_paused(const Entry& entry, Millis now) {
  return entry.failure && is_within(entry.failed_at, now, kFailurePause);
}

bool AnswerCache::is_good_enough(const Entry& entry, Millis now) const {
  return entry.words && is_within(entry.answered_at, now, std::max(fresh_, stale_));
}

Words AnswerCache::learn(const std::string& name, Keep keep, Words words, Millis now) {
  Entry entry;
  entry.words = std::move(words);
  entry.answered_at = now;
  if (keep == Keep::kInState) store(name, entry);
  const std::lock_guard lock(mutex_);
  return *(entries_[name] = std::move(entry)).words;
}

Words AnswerCache::failed(const std::string& name, const AdapterError& error, Millis now) {
  Entry& entry = entries_[name];
  entry.failure = error;
  entry.failed_at = now;
  if (is_good_enough(entry, now)) return *entry.words;
  throw AdapterError(error);
}

void AnswerCache::store(const std::string& name, const Entry& entry) noexcept {
  try {
    const nlohmann::json value = {
        {"service", service_}, {"words", *entry.words}, {"at", entry.answered_at}};
    host_.state().write({{state_key(name), value.dump()}});
  } catch (const std::exception& error) {
    host_.log(LogLevel::kWarning,
              std::string("an answer of the processor is not kept: ") + error.what(), {});
  }
}

std::optional<AnswerCache::Entry> AnswerCache::stored(const std::string& name) const {
  try {
    const std::optional<std::string> text = host_.state().get(state_key(name));
    if (!text) return std::nullopt;
    const auto value = nlohmann::json::parse(*text);
    if (value.at("service") != service_) return std::nullopt;
    Entry entry;
    entry.words = value.at("words").get<Words>();
    entry.answered_at = value.at("at").get<Millis>();
    return entry;
  } catch (const std::exception&) {  // it is asked for again
    return std::nullopt;
  }
}

}  // namespace portside::http_processor
