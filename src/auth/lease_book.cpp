// SPDX-License-Identifier: Apache-2.0
#include "auth/lease_book.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "call/system_clock.hpp"
#include "portside/api/error.hpp"

namespace portside {
namespace {

using nlohmann::json;

constexpr char kPrefix[] = "lease/";
constexpr std::uint32_t kPage = 500;

/// What a host's own code throws becomes an AdapterError, as everything that leaves.
template <typename Act>
auto by_the_host(Act&& act) {
  try {
    return act();
  } catch (const AdapterError&) {
    throw;
  } catch (const std::exception& other) {
    throw AdapterError(ErrorCode::kInternal,
                       std::string("the host's provider of credentials failed: ") + other.what());
  }
}

json parsed(const std::optional<std::string>& note) {
  return note ? json::parse(*note, nullptr, /*allow_exceptions=*/false) : json();
}

std::string text_in(const json& note, const char* key) {
  const auto found = note.is_object() ? note.find(key) : note.end();
  return note.is_object() && found != note.end() && found->is_string() ? found->get<std::string>()
                                                                       : "";
}

std::string dumped(const json& note) {
  return note.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

Lease::Book::Book(std::shared_ptr<CredentialProvider> provider, std::shared_ptr<KeyValues> notes,
                  std::function<Millis()> now)
    : provider_(std::move(provider)),
      notes_(std::move(notes)),
      now_(now ? std::move(now) : &system_now) {
  if (provider_) return;
  throw AdapterError(ErrorCode::kInvalidArgument, "leases need a provider of credentials");
}

Credentials Lease::Book::issue(const CredentialRequest& request, const CallContext& context) {
  const bool revocable = provider_->is_revocable();
  if (revocable) {
    notes_->write({{kPrefix + request.lease_id, dumped({{"holder", request.holder},
                                                        {"repository", request.repository},
                                                        {"adapter", request.adapter_id},
                                                        {"until", now() + request.valid_for}})}});
  }
  Credentials credentials = by_the_host([&] { return provider_->issue(request, context); });
  if (!revocable || is_wanted(request.lease_id)) return credentials;
  revoke(request.lease_id, context);
  throw AdapterError(ErrorCode::kCancelled,
                     "the job of the lease for " + request.repository + " ended meanwhile");
}

bool Lease::Book::is_wanted(const std::string& lease_id) const {
  const json note = parsed(notes_->get(kPrefix + lease_id));
  return note.is_object() && !note.contains("ending");
}

void Lease::Book::revoke(const std::string& lease_id, const CallContext& context) {
  if (!provider_->is_revocable()) return;
  const std::string key = kPrefix + lease_id;
  // Whoever is just issuing looks at the note afterwards.
  json note = parsed(notes_->get(key));
  if (!note.is_object()) note = json::object();
  note["ending"] = true;
  notes_->write({{key, dumped(note)}});
  by_the_host([&] { provider_->revoke(lease_id, context); });
  notes_->write({{key, std::nullopt}});
}

std::vector<Lease::Book::Note> Lease::Book::all() const {
  std::vector<Note> all;
  for (std::string after;;) {
    const auto keys = notes_->keys(kPrefix, after, kPage);
    if (keys.empty()) return all;
    after = keys.back();
    for (const std::string& key : keys) {
      // A note that cannot be read still names something to be taken back.
      all.push_back({key.substr(sizeof(kPrefix) - 1), text_in(parsed(notes_->get(key)), "holder")});
    }
  }
}

}  // namespace portside
