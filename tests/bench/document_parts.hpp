// SPDX-License-Identifier: Apache-2.0
//
// What documents of scanners are made of: chance that is the same every time, and texts.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "portside/api/byte_sink.hpp"

namespace portside::bench {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
class Dice {
 public:
  std::uint64_t roll() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
    return z ^ (z >> 31U);
  }
  std::uint64_t below(std::uint64_t end) { return roll() % end; }
  bool in_a_hundred(std::uint64_t times) { return below(100) < times; }
  /// Skewed as lengths are: half of the numbers are below `median`, some far above.
  std::uint64_t around(double median, double spread, std::uint64_t most);
  template <typename List>
  auto& of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_ = 2'718'281'828;
};

/// Writes a document in pieces and knows how long it is.
class DocumentWriter {
 public:
  explicit DocumentWriter(ByteSink& sink) : sink_(sink) {}
  ~DocumentWriter() { flush(); }
  DocumentWriter(const DocumentWriter&) = delete;
  DocumentWriter& operator=(const DocumentWriter&) = delete;

  template <typename... Texts>
  void add(const Texts&... texts) {
    (buffer_.append(std::string_view(texts)), ...);
    if (buffer_.size() >= kPiece) flush();
  }
  std::uint64_t size() const { return written_ + buffer_.size(); }

 private:
  static constexpr std::size_t kPiece = 64 * 1024;
  void flush() {
    sink_.write(buffer_);
    written_ += buffer_.size();
    buffer_.clear();
  }

  ByteSink& sink_;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

inline constexpr std::array<std::string_view, 16> kSourceNames = {
    "openssl", "glibc",   "curl",    "systemd", "krb5", "ncurses", "util-linux", "perl",
    "expat",   "libxml2", "sqlite3", "zlib",    "bash", "tar",     "python3.11", "imagemagick"};
inline constexpr std::array<std::string_view, 10> kWordsOfSeverity = {
    "Negligible", "Negligible", "Low",  "Low",      "Low",
    "Medium",     "Medium",     "High", "Critical", "Unknown"};

std::string hex(Dice& dice, std::size_t digits);
std::string number(std::uint64_t value);
/// Some 350 bytes; every fourth with quotes or line ends, some not ASCII.
std::string description(Dice& dice);
std::string version(Dice& dice);
std::string score(Dice& dice);
std::string cve(std::uint64_t count);
std::string package(Dice& dice, std::uint64_t count);

/// What `write(bytes, sink)` writes, in one piece.
std::string document_text(void (*write)(std::uint64_t, ByteSink&), std::uint64_t bytes);

}  // namespace portside::bench
