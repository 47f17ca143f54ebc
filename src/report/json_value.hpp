// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace portside::report {

/// A value of a JSON text that is known to be valid, together with its place: members and items are
/// visited one by one, so that no tree is built and a document that is passed on keeps its bytes.
/// Refers to the text and to the value above it.
///
/// All readers throw kMalformedData with the place, what was found and what was expected.
class JsonValue {
 public:
  /// The whole of `text`, which is valid JSON.
  explicit JsonValue(std::string_view text);

  /// Calls `visit` with each member of an object, in order. Throws in the end when a key was there
  /// twice: nothing that was visited is to be used then.
  void each_member(const std::function<void(std::string_view key, const JsonValue&)>& visit) const;
  /// Calls `visit` with each item of a list, in order.
  void each_item(const std::function<void(const JsonValue&)>& visit) const;

  std::string text() const;
  /// A whole number, 0 to 2^64-1.
  std::uint64_t number() const;
  double real() const;
  bool is_null() const noexcept { return raw_ == "null"; }

  /// Byte for byte.
  std::string_view raw() const noexcept { return raw_; }

  /// Throws that `expected` was not found here.
  [[noreturn]] void unexpected(std::string_view expected) const;
  /// Throws `sentence` about this place.
  [[noreturn]] void fail(std::string_view sentence) const;

 private:
  JsonValue(std::string_view raw, const JsonValue* parent, std::string_view key, std::size_t index)
      : raw_(raw), parent_(parent), key_(key), index_(index) {}
  std::string place() const;

  std::string_view raw_;
  const JsonValue* parent_ = nullptr;
  std::string_view key_;
  std::size_t index_ = 0;
};

}  // namespace portside::report
