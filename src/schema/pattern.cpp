// SPDX-License-Identifier: Apache-2.0
//
// Boost.Regex rather than std::regex, which uses the stack for every character of a text and any
// number of steps for some.
#include "schema/pattern.hpp"

// The steps that a match may take; `(a*)*b` asks for more on a text of thirty characters.
#define BOOST_REGEX_MAX_STATE_COUNT 200000
#include <boost/regex.hpp>
#include <stdexcept>

namespace portside::schema {
namespace {

constexpr std::size_t kMaxPatternBytes = 4096;

/// Code points; `text` is valid UTF-8, which JSON readers see to.
std::wstring wide(std::string_view text) {
  std::wstring out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += static_cast<wchar_t>(byte);
    } else if (byte >= 0xc0) {
      out += static_cast<wchar_t>(byte & (byte >= 0xf0 ? 0x07U : byte >= 0xe0 ? 0x0fU : 0x1fU));
    } else if (!out.empty()) {
      out.back() = static_cast<wchar_t>((static_cast<unsigned>(out.back()) << 6U) | (byte & 0x3fU));
    }
  }
  return out;
}

}  // namespace

class Pattern::Impl {
 public:
  explicit Impl(std::string_view pattern)
      : expression(wide(pattern), boost::regex::ECMAScript | boost::regex::no_except) {
    if (expression.status() != 0) throw std::runtime_error("malformed");
  }
  boost::wregex expression;
};

Pattern::Pattern(std::string_view pattern) {
  if (pattern.size() > kMaxPatternBytes) throw std::runtime_error("longer than 4096 bytes");
  impl_ = std::make_unique<const Impl>(pattern);
}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

bool Pattern::matches(std::string_view text) const {
  return boost::regex_search(wide(text), impl_->expression);
}

}  // namespace portside::schema
