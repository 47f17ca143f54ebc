// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/sealing.hpp"
#include "portside/host/config.hpp"

namespace portside::testing {

/// Keys for one test, and secrets under the first of them.
class SealingKeys {
 public:
  explicit SealingKeys(int count = 1) {
    for (int i = 0; i < count; ++i) text_ += crypto::new_sealing_key_text().reveal() + '\n';
    keys_ = crypto::sealing_keys_of(text_);
  }

  const std::vector<crypto::SealingKey>& all() const { return keys_; }
  /// As in a key file.
  const std::string& text() const { return text_; }
  std::string id(std::size_t key = 0) const { return keys_.at(key).id(); }

  /// `${SEALED:...}`.
  std::string seal(std::string_view plain, std::string_view place, std::size_t key = 0) const {
    return "${SEALED:" + crypto::seal(keys_.at(key), plain, place) + "}";
  }

  SecretLookup lookup() const {
    SecretLookup secrets;
    secrets.sealing_keys = [text = text_] { return Secret(text); };
    return secrets;
  }

 private:
  std::string text_;
  std::vector<crypto::SealingKey> keys_;
};

}  // namespace portside::testing
