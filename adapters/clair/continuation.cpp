// SPDX-License-Identifier: Apache-2.0
#include "clair/continuation.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "portside/api/error.hpp"

namespace portside::clair {
namespace {

constexpr std::int64_t kFormat = 2;

[[noreturn]] void stale() {
  throw AdapterError(ErrorCode::kStaleContinuation,
                     "the scan was begun by another version of the Clair adapter");
}

template <typename Number>
Number whole(const nlohmann::json& document, const char* key) {
  const auto found = document.find(key);
  if (found == document.end() || !found->is_number_unsigned()) stale();
  const auto value = found->get<std::uint64_t>();
  if (value > static_cast<std::uint64_t>(std::numeric_limits<Number>::max())) stale();
  return static_cast<Number>(value);
}

std::string word(const nlohmann::json& document, const char* key) {
  const auto found = document.find(key);
  if (found == document.end() || !found->is_string()) stale();
  return found->get<std::string>();
}

}  // namespace

Json to_json(const Continuation& continuation) {
  return {nlohmann::json{{"format", kFormat},
                         {"generation", continuation.generation},
                         {"step", continuation.step},
                         {"layer", continuation.layer},
                         {"attempt", continuation.attempt},
                         {"restarts", continuation.restarts},
                         {"since", continuation.since},
                         {"state", continuation.state}}
              .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

Continuation parse_continuation(const Json& text) {
  const auto document = nlohmann::json::parse(text.text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object() || whole<std::int64_t>(document, "format") != kFormat) stale();
  Continuation continuation;
  continuation.generation = whole<int>(document, "generation");
  if (continuation.generation != 2 && continuation.generation != 4) stale();
  continuation.step = word(document, "step");
  continuation.layer = whole<std::size_t>(document, "layer");
  continuation.attempt = whole<int>(document, "attempt");
  continuation.restarts = whole<int>(document, "restarts");
  continuation.since = whole<Millis>(document, "since");
  continuation.state = word(document, "state");
  return continuation;
}

}  // namespace portside::clair
