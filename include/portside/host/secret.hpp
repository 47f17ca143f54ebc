// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>

namespace portside {

/// A text that must not be shown: a password, or a document that may hold one. Prints as
/// `[hidden]`, converts into nothing by itself, and its memory is overwritten when it is destroyed
/// or gets another value. Whoever needs the text says reveal(), and that is easy to search for.
class Secret {
 public:
  Secret() = default;
  /// Takes the text over. (Copies that the caller keeps are the caller's to overwrite.)
  Secret(std::string text) noexcept;  // NOLINT(google-explicit-constructor): hiding loses nothing
  Secret(const char* text) : Secret(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  Secret(const Secret& other) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  /// The text; valid as long as this object keeps its value.
  const std::string& reveal() const noexcept { return text_; }

  bool empty() const noexcept { return text_.empty(); }

  /// Compares the texts, in a time that depends on their lengths only.
  friend bool operator==(const Secret& a, const Secret& b) noexcept;

 private:
  std::string text_;
};

/// Prints `[hidden]`.
std::ostream& operator<<(std::ostream& out, const Secret& secret);

/// Overwrites all memory of a text, used or not, and empties it.
void wipe(std::string& text) noexcept;

}  // namespace portside
