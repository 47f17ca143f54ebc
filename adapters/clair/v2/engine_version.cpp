// SPDX-License-Identifier: Apache-2.0
#include "clair/v2/engine_version.hpp"

#include <charconv>
#include <string>
#include <string_view>

#include "portside/api/error.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v2 {
namespace {

constexpr const char kEngineKey[] = "engine";

int whole_number(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number > 0 ? number : 0;
}

}  // namespace

void EngineVersion::saw(int version) {
  if (version <= 0) return;
  const std::lock_guard lock(mutex_);
  if (seen_ == version) return;
  if (newest() != version) state_.write({{kEngineKey, std::to_string(version)}});
  seen_ = version;
}

int EngineVersion::newest() const {
  return whole_number(state_.get(kEngineKey).value_or(std::string()));
}

int engine_of_answer(const std::string& body) {
  int engine = 0;
  try {
    sdk::JsonStream json("Clair's answer",
                         {{"/Layer/IndexedByVersion", {}, {}, [&](const sdk::JsonScalar& value) {
                             engine = whole_number(value.text);
                           }}});
    json.write(body);
    json.finish();
  } catch (const AdapterError&) {
    engine = 0;
  }
  return engine;
}

}  // namespace portside::clair::v2
