// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portside::schema {

/// One thing that is wrong with a document.
struct Violation {
  /// A JSON pointer (RFC 6901) to the offending value; "" = the document itself. For a key that
  /// nobody knows: to that key. For a key that is missing: to the map in which it is missing.
  std::string pointer;
  /// What was found and what was expected. Says nothing of the document but kinds of values and
  /// names of keys, so it may be shown; values in it are those of the schema.
  std::string sentence;
  /// `expected ...` as in the sentence, where that is about what the value is and the schema does
  /// not mark the value as a secret (`writeOnly`): who knows that it is none may say what was found
  /// instead of its kind. "" = the sentence is to stay as it is.
  std::string expected = {};
};

/// The largest schema, in bytes.
inline constexpr std::size_t kMaxSchemaBytes = std::size_t{256} << 10U;

/// A JSON Schema (draft 7) that documents can be checked against.
///
/// `$ref` may point into the schema itself (`#/definitions/x`), nowhere else: nothing is fetched.
/// `format` is not looked at. Patterns are Perl's regular expressions, of which those of ECMAScript
/// are a part; `x-expected` beside one says in words for people what it asks for. Neither a schema
/// nor a document can make a check crash or run for long: nesting (64 levels), size, comparisons
/// and the steps of a pattern are limited.
class Schema {
 public:
  /// Throws kPluginContract when the text is no JSON or no draft-7 schema (says what is wrong
  /// where).
  explicit Schema(std::string_view json);
  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

  /// Everything that is wrong with a document (at most a hundred things), in its order; empty when
  /// it is fine. A document that is not JSON is one violation. [any]
  std::vector<Violation> check(std::string_view document) const;

 private:
  class Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace portside::schema
