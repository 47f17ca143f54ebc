// SPDX-License-Identifier: Apache-2.0
#include "clair/continuation.hpp"

#include <limits>

#include "portside/sdk/continuation.hpp"

namespace portside::clair {
namespace {

constexpr std::uint64_t kFormat = 2;

constexpr auto kLargestInt = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
constexpr auto kLargestTime = static_cast<std::uint64_t>(std::numeric_limits<Millis>::max());

int count_of(const sdk::ContinuationReader& reader, const char* key) {
  return static_cast<int>(reader.number(key, kLargestInt));
}

}  // namespace

Json to_json(const Continuation& continuation) {
  return sdk::ContinuationWriter(kFormat)
      .number("generation", static_cast<std::uint64_t>(continuation.generation))
      .text("step", continuation.step)
      .number("layer", continuation.layer)
      .number("attempt", static_cast<std::uint64_t>(continuation.attempt))
      .number("restarts", static_cast<std::uint64_t>(continuation.restarts))
      .number("since", static_cast<std::uint64_t>(continuation.since))
      .text("state", continuation.state)
      .json();
}

Continuation parse_continuation(const Json& text) {
  const sdk::ContinuationReader reader(text, "Clair", kFormat);
  Continuation continuation;
  continuation.generation = count_of(reader, "generation");
  if (continuation.generation != 2 && continuation.generation != 4) reader.throw_stale();
  continuation.step = reader.text("step");
  continuation.layer = reader.number("layer", std::numeric_limits<std::size_t>::max());
  continuation.attempt = count_of(reader, "attempt");
  continuation.restarts = count_of(reader, "restarts");
  continuation.since = static_cast<Millis>(reader.number("since", kLargestTime));
  continuation.state = reader.text("state");
  return continuation;
}

}  // namespace portside::clair
