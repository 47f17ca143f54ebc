// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.hpp"

#include <charconv>
#include <chrono>
#include <cstdlib>

#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"

namespace portside::cli {
namespace {

constexpr const char* kKey = "PORTSIDE_SEALING_KEY";
constexpr const char* kKeyFile = "PORTSIDE_SEALING_KEY_FILE";

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

[[noreturn]] void refuse(const std::string& sentence) {
  throw AdapterError(ErrorCode::kConfigInvalid, sentence);
}

}  // namespace

SecretLookup secrets_of_this_process() {
  SecretLookup secrets;
  secrets.environment = [](const std::string& name) { return variable(name.c_str()); };
  secrets.sealing_keys = [] {
    auto keys = sealing_keys_of_this_process();
    if (keys) return *std::move(keys);
    refuse(std::string("the environment names no sealing key; expected ") + kKeyFile +
           " (the path of a key file) or " + kKey + " (the key)");
  };
  return secrets;
}

std::optional<Secret> sealing_keys_of_this_process() {
  const auto file = variable(kKeyFile);
  std::optional<Secret> keys = variable(kKey);
  if (!keys) return file ? std::optional(read_sealing_key_file(*file)) : std::nullopt;
  if (file) {
    refuse(std::string("the environment has both ") + kKey + " and " + kKeyFile +
           "; expected one of them");
  }
  try {
    crypto::sealing_keys_of(keys->reveal());
  } catch (const AdapterError& error) {
    refuse(std::string(kKey) + ": " + error.message);
  }
  return keys;
}

Millis time_of_outputs() {
  using Clock = std::chrono::system_clock;
  constexpr Millis kMaxSeconds = 253'402'300'799;  // the end of the year 9999
  const auto text = variable("SOURCE_DATE_EPOCH");
  if (!text || text->empty()) {
    const auto now = Clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
  Millis seconds = 0;
  const char* const end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, seconds);
  if (read.ec != std::errc() || read.ptr != end || seconds < 0 || seconds > kMaxSeconds) {
    refuse("SOURCE_DATE_EPOCH is no time; expected seconds since 1970, or no such variable");
  }
  return seconds * 1'000;
}

}  // namespace portside::cli
