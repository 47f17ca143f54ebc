// SPDX-License-Identifier: Apache-2.0
//
// One byte that chooses where the rest is put, then a webhook call: its body, its query, or its
// Authorization header. Only AdapterError may come out; what is accepted can be handled, and has
// digests alone; the secret is shown by nothing that does not hold it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "anchore/api.hpp"
#include "anchore/notification.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/base64.hpp"
#include "portside/sdk/webhook_token.hpp"

namespace {

using namespace portside;

constexpr char kToken[] = "0123456789abcdef";

void require(bool condition) {
  if (!condition) std::abort();
}

bool is_one_line(std::string_view text) {
  return text.find('\n') == std::string_view::npos;
}

class PlainCrypto final : public Crypto {
 public:
  std::string sha256(std::string_view) override { std::abort(); }
  std::string hmac_sha256(std::string_view, std::string_view) override { std::abort(); }
  bool equal(std::string_view a, std::string_view b) override { return a == b; }
};

/// A host of which a webhook needs nothing but the log.
class LoggingHost final : public HostServices {
 public:
  std::string instance_id() const override { return "fuzz"; }
  void log(LogLevel, std::string_view message, const Json&) noexcept override {
    require(is_one_line(message) && message.size() < 1'000);
  }
  Millis now() const noexcept override { return 0; }
  HttpClient& http(const HttpOptions&) override { std::abort(); }
  KeyValues& state() override { std::abort(); }
  Crypto& crypto() override { return crypto_; }
  std::string data_dir() override { std::abort(); }
  std::string temp_dir(const CallContext&) override { std::abort(); }
  std::int32_t run_child(const ChildCommand&, ByteSink&, ByteSink&, const CallContext&) override {
    std::abort();
  }
  void* extension(const char*) noexcept override { return nullptr; }

 private:
  PlainCrypto crypto_;
};

void take(const std::string& body) {
  LoggingHost host;
  Notification call;
  call.headers = {{"X-Portside-Token", kToken}};
  call.body = body;
  anchore::AnchoreConfig config;
  config.webhook_token = kToken;
  try {
    const AcceptedNotification accepted = anchore::accept(call, config, host);
    require(accepted.dedup_key.size() < 600);
    const RescanTargets found = anchore::targets_of(accepted.token);
    require(found.targets.size() <= 1'000 && !found.all);
    for (const RescanTarget& each : found.targets) require(anchore::is_image_digest(each.digest));
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData && is_one_line(error.message));
  }
}

void show(const std::string& path, const std::string& header) {
  const std::string token = kToken;
  PlainCrypto crypto;
  Notification call;
  call.path = path;
  call.headers = {{"Authorization", header}};
  if (!sdk::shows_webhook_token(call, token, crypto)) return;
  const auto pair = header.size() < 6 ? std::nullopt : sdk::from_base64(header.substr(6));
  const bool is_password =
      pair && pair->substr(std::min(pair->find(':'), pair->size())) == ":" + token;
  require(is_password || path.find("token=" + token) != std::string::npos);
}

void take_token(const std::string& text) {
  try {
    anchore::targets_of({text});
  } catch (const AdapterError& error) {
    require(error.code == ErrorCode::kMalformedData);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4U) {
    case 0: take(text); break;
    case 1: show("/hooks?" + text, ""); break;
    case 2: show("/hooks", text); break;
    default: take_token(text); break;
  }
  return 0;
}
