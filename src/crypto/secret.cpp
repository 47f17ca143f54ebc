// SPDX-License-Identifier: Apache-2.0
#include "portside/host/secret.hpp"

#include <cstring>
#include <ostream>
#include <utility>

namespace portside {

void wipe(std::string& text) noexcept {
  // Within its capacity a string grows without a new allocation, so this does not throw.
  text.resize(text.capacity());
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string text) noexcept : text_(std::move(text)) {
  // A short text lies inside the string object and was copied.
  wipe(text);
}

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) {
  wipe(other.text_);
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) *this = Secret(other);
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe(text_);
  text_.swap(other.text_);
  return *this;
}

Secret::~Secret() {
  wipe(text_);
}

bool operator==(const Secret& a, const Secret& b) noexcept {
  if (a.text_.size() != b.text_.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.text_.size(); ++i) {
    difference |= static_cast<unsigned char>(a.text_[i]) ^ static_cast<unsigned char>(b.text_[i]);
  }
  return difference == 0;
}

std::ostream& operator<<(std::ostream& out, const Secret&) {
  return out << "[hidden]";
}

}  // namespace portside
