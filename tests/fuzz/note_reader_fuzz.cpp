// SPDX-License-Identifier: Apache-2.0
//
// Feeds stage A of the loader with files that were made to confuse it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <variant>

#include "loader/handshake.hpp"
#include "loader/note_reader.hpp"

namespace {

namespace loader = portside::loader;

/// A refusal without a reason or a sentence helps nobody.
void check(const loader::Refusal& refusal) {
  if (refusal.reason == portside::PluginReason::kNone || refusal.sentence.empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const loader::MemoryBytes memory(std::as_bytes(std::span(data, size)));
  // As judge_file() reads, and directly: both have to come to the same.
  const auto result = loader::read_note(loader::BufferedBytes(memory));
  if (result.index() != loader::read_note(memory).index()) std::abort();
  if (const auto* refusal = std::get_if<loader::Refusal>(&result)) {
    check(*refusal);
    return 0;
  }
  const auto& note = std::get<portside::abi::PluginNote>(result);
  if (const auto refusal = loader::check_note(note, loader::HostAbi::of_this_build()))
    check(*refusal);
  loader::describe_note(note);
  return 0;
}
