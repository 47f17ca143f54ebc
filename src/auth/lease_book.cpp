// SPDX-License-Identifier: Apache-2.0
#include "auth/lease_book.hpp"

#include <nlohmann/json.hpp>

namespace portside {
namespace {

constexpr char kPrefix[] = "lease/";
constexpr std::uint32_t kPage = 500;

}  // namespace

Credentials Lease::Book::issue(const CredentialRequest& request, const CallContext& context) {
  if (provider_->is_revocable() && notes_) {
    const nlohmann::json note = {{"holder", request.holder},
                                 {"repository", request.repository},
                                 {"adapter", request.adapter_id}};
    notes_->write({{kPrefix + request.lease_id,
                    note.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)}});
  }
  return provider_->issue(request, context);
}

void Lease::Book::revoke(const std::string& lease_id, const CallContext& context) {
  if (!provider_->is_revocable()) return;
  provider_->revoke(lease_id, context);
  if (notes_) notes_->write({{kPrefix + lease_id, std::nullopt}});
}

std::vector<Lease::Book::Note> Lease::Book::all() const {
  std::vector<Note> all;
  if (!notes_) return all;
  for (std::string after;;) {
    const auto keys = notes_->keys(kPrefix, after, kPage);
    if (keys.empty()) return all;
    after = keys.back();
    for (const std::string& key : keys) {
      const auto text = notes_->get(key);
      if (!text) continue;
      const auto note = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
      // A note that cannot be read still names something to be taken back.
      const std::string holder = note.is_object() ? note.value("holder", "") : "";
      all.push_back({key.substr(sizeof(kPrefix) - 1), holder});
    }
  }
}

}  // namespace portside
