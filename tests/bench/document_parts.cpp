// SPDX-License-Identifier: Apache-2.0
#include "document_parts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace portside::bench {
namespace {

constexpr std::array<std::string_view, 44> kTextWords = {
    "the",     "a",        "of",       "in",         "allows",  "remote",  "local",   "attackers",
    "to",      "cause",    "denial",   "service",    "via",     "crafted", "request", "certificate",
    "buffer",  "overflow", "integer",  "underflow",  "when",    "parsing", "header",  "memory",
    "read",    "write",    "freed",    "pointer",    "missing", "check",   "before",  "version",
    "through", "affected", "function", "unexpected", "length",  "option",  "archive", "entry",
    "leading", "crash",    "code",     "execution"};
constexpr std::array<std::string_view, 4> kInterruptions = {R"( \"quoted\" )", "\\n\\n",
                                                            R"( C:\\x )", " Müller’s "};

class StringSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { text += piece; }
  std::string text;
};

}  // namespace

std::uint64_t Dice::around(double median, double spread, std::uint64_t most) {
  double sum = -6;  // of twelve, as good as a normal distribution
  for (int i = 0; i < 12; ++i) sum += static_cast<double>(roll() >> 11U) * 0x1p-53;
  const double number = median * std::exp(spread * sum);
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(number), 1, most);
}

std::string hex(Dice& dice, std::size_t digits) {
  std::string out;
  while (out.size() < digits) out += "0123456789abcdef"[dice.below(16)];
  return out;
}

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

std::string description(Dice& dice) {
  const std::size_t length = dice.around(250, 0.85, 2'200);
  std::string out;
  while (out.size() < length) {
    out += dice.of(kTextWords);
    out += ' ';
  }
  const bool is_interrupted = dice.in_a_hundred(25);
  const std::uint64_t times = is_interrupted ? 1 + dice.below(5) : 0;
  for (std::uint64_t i = 0; i < times; ++i) {
    out.insert(out.find(' ', dice.below(out.size() - 1)),
               kInterruptions[dice.below(dice.in_a_hundred(8) ? 4 : 3)]);
  }
  return out;
}

std::string version(Dice& dice) {
  return number(dice.below(10)) + "." + number(dice.below(40)) + "." + number(dice.below(30)) +
         "-" + number(1 + dice.below(9)) + "+deb12u" + number(1 + dice.below(9));
}

std::string score(Dice& dice) {
  return number(1 + dice.below(9)) + "." + number(dice.below(10));
}

std::string cve(std::uint64_t count) {
  return "CVE-" + number(2'010 + count % 15) + "-" + number(1'000 + count);
}

std::string package(Dice& dice, std::uint64_t count) {
  std::string name(dice.of(kSourceNames));
  return count < kSourceNames.size() ? name : name + "-" + number(count);
}

std::string document_text(void (*write)(std::uint64_t, ByteSink&), std::uint64_t bytes) {
  StringSink sink;
  sink.text.reserve(bytes + bytes / 4 + 16'384);
  write(bytes, sink);
  return std::move(sink.text);
}

}  // namespace portside::bench
