// SPDX-License-Identifier: Apache-2.0
#include "clair/v4/text_table.hpp"

#include <cstring>
#include <random>

#include "portside/api/error.hpp"

namespace portside::clair::v4 {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} * 1024;
constexpr std::size_t kFirstSlots = 64;

std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

/// Multiplies and folds eight bytes at a time, as wyhash does.
std::uint64_t keyed_hash(std::string_view text, std::uint64_t key) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  std::uint64_t hash = key ^ (text.size() * kOdd);
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    hash = mixed(hash ^ word ^ kOdd, key | 1U);
  }
  word = 0;
  for (const char c : text) word = word << 8U | static_cast<unsigned char>(c);
  hash = mixed(hash ^ word ^ kOdd, key | 1U);
  return mixed(hash ^ key, kOdd);
}

std::uint64_t random_key() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32U) | device();
}

}  // namespace

std::string_view TextArena::keep(std::string_view text) {
  if (text.empty()) return {};
  bytes_ += text.size();
  if (text.size() > kBlockBytes / 8) {  // a block of its own, so that little of others is wasted
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(text.size()));
    std::memcpy(blocks_.back().get(), text.data(), text.size());
    return {blocks_.back().get(), text.size()};
  }
  if (text.size() > left_) {
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(kBlockBytes));
    next_ = blocks_.back().get();
    left_ = kBlockBytes;
  }
  std::memcpy(next_, text.data(), text.size());
  const std::string_view kept(next_, text.size());
  next_ += text.size();
  left_ -= text.size();
  return kept;
}

TextTable::TextTable(TextArena& arena) : arena_(arena), key_(random_key()), slots_(kFirstSlots) {}

std::uint32_t TextTable::number_of(std::string_view text) {
  for (const std::uint32_t guess : {last_ + 1, last_}) {
    if (guess < size() && texts_[guess] == text) return last_ = guess;
  }
  const auto hash = static_cast<std::uint32_t>(keyed_hash(text, key_));
  std::size_t slot = slot_of(text, hash);
  if (slots_[slot].taken_by != 0) return last_ = slots_[slot].taken_by - 1;
  if ((texts_.size() + 1) * 2 > slots_.size()) {
    grow();
    slot = slot_of(text, hash);
  }
  texts_.push_back(arena_.keep(text));
  slots_[slot] = {hash, size()};
  return last_ = size() - 1;
}

/// Where the text is, or would be.
std::size_t TextTable::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot].taken_by != 0) {
    if (slots_[slot].hash == hash && texts_[slots_[slot].taken_by - 1] == text) break;
    slot = (slot + 1) & mask;
  }
  return slot;
}

void TextTable::grow() {
  // Beyond, 32 bits of hash would no longer spread the texts.
  constexpr std::size_t kMostTexts = std::size_t{1} << 30U;
  if (texts_.size() >= kMostTexts) {
    throw AdapterError(ErrorCode::kTooLarge,
                       "Clair's answer has more than a thousand million names; no image has as "
                       "many");
  }
  std::vector<Slot> larger(slots_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const Slot& old : slots_) {
    if (old.taken_by == 0) continue;
    std::size_t slot = old.hash & mask;
    while (larger[slot].taken_by != 0) slot = (slot + 1) & mask;
    larger[slot] = old;
  }
  slots_.swap(larger);
}

}  // namespace portside::clair::v4
