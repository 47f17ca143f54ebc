// SPDX-License-Identifier: Apache-2.0
#include "cli/environment.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string>

#include "call/system_clock.hpp"
#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"
#include "words/quoted.hpp"

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

std::optional<Millis> source_date_epoch() {
  const auto text = variable("SOURCE_DATE_EPOCH");
  if (!text) return std::nullopt;
  constexpr Millis kLastSecond = 253'402'300'799;  // the end of the year 9999
  Millis seconds = -1;
  const char* end = text->data() + text->size();
  const auto result = std::from_chars(text->data(), end, seconds);
  if (result.ec != std::errc() || result.ptr != end || seconds < 0 || seconds > kLastSecond) {
    refuse("SOURCE_DATE_EPOCH: found " + words::quoted(*text) + "; expected seconds since 1970");
  }
  return seconds * 1'000;
}

Millis time_of_outputs() {
  return source_date_epoch().value_or(system_now());
}

bool is_utf8_locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value = variable(name).value_or("");
    if (value.empty()) continue;
    std::ranges::transform(value, value.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

}  // namespace portside::cli
