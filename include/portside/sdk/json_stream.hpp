// SPDX-License-Identifier: Apache-2.0
//
// Reads JSON documents of any size as they arrive. A format is a table of the places in the
// document that somebody wants; a new format is a new table and no new parser:
//
//   std::string package;
//   std::vector<Row> rows;
//   sdk::JsonStream json("the scanner's answer",
//                        {
//                            {"/Results/*/Vulnerabilities/*",
//                             [&](auto) { rows.emplace_back(); }},
//                            {"/Results/*/Vulnerabilities/*/VulnerabilityID", {}, {},
//                             [&](const sdk::JsonScalar& id) { rows.back().id = id.text; }},
//                        });
//   client.send(request, &json, context);   // a ByteSink: fed piece by piece
//   json.finish();
//
// (send_for_json() of json_call.hpp does both, and tells bad answers apart.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/api/byte_sink.hpp"

namespace portside::sdk {

/// A string, number, boolean or null. Valid only during the call that it is handed to.
struct JsonScalar {
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString };

  Kind kind = Kind::kNull;
  /// A string's text, unescaped UTF-8; a number's digits as they were written; `true`, `false`,
  /// `null`.
  std::string_view text;
  /// The member's name; "" for the element of an array.
  std::string_view key;

  bool is_string() const noexcept { return kind == Kind::kString; }
};

/// One place in documents of a format, and what happens there.
struct JsonRule {
  /// A JSON pointer (RFC 6901), in which `*` stands for every element of an array and for every
  /// member that no other rule names at that place. "" is the whole document.
  std::string path;
  /// An object or array begins here; `key` is its name, "" in an array.
  std::function<void(std::string_view key)> begin = {};
  /// It ends.
  std::function<void()> end = {};
  /// A scalar is here.
  std::function<void(const JsonScalar&)> scalar = {};
  /// `begin` and `end` are for an array here; for an object they are not called.
  bool only_array = false;
};

/// Makes the table of a format whose documents have two shapes: called once, when a document
/// begins, with whether it is an array. A table costs as much to make as a small document to read.
class JsonShapes {
 public:
  using Rules = std::function<std::vector<JsonRule>(bool is_array)>;
  explicit JsonShapes(Rules rules) : rules_(std::move(rules)) {}
  std::vector<JsonRule> rules(bool is_array) const { return rules_(is_array); }

 private:
  Rules rules_;
};

/// What a document may be made of; more throws kTooLarge.
struct JsonLimits {
  /// Objects and arrays inside each other.
  std::size_t depth = 64;
  /// Bytes of one string that a rule wants, and of one name of a member.
  std::size_t text_bytes = std::size_t{16} << 20U;
};

/// Takes one JSON document in pieces of any size and calls the rules of a table as their places go
/// past, in the order of the document. All of it has to be JSON (RFC 8259, UTF-8), also what no
/// rule wants. Memory is what one string needs, whatever the size of the document.
///
/// A value of another kind than a rule expects is not an error: an object where `scalar` is set
/// calls nothing. A member that a rule names and that comes twice in one object is an error; of
/// others nobody keeps count.
///
/// What a rule throws passes through. After any exception the object is used up. One thread at a
/// time.
class JsonStream final : public ByteSink {
 public:
  /// `what` names the document in messages: `the scanner's answer`. Throws kInvalidArgument for a
  /// path that is none, or that the table has twice.
  JsonStream(std::string what, std::vector<JsonRule> rules, const JsonLimits& limits = {});
  /// The table is made by the write() that brings the first character of the document, and refused
  /// there.
  JsonStream(std::string what, JsonShapes shapes, const JsonLimits& limits = {});
  ~JsonStream();
  JsonStream(const JsonStream&) = delete;
  JsonStream& operator=(const JsonStream&) = delete;

  /// Throws kMalformedData (no JSON; the message says at which byte), kTooLarge (JsonLimits).
  void write(std::string_view piece) override;

  /// To be called once, after the last piece: throws kMalformedData when the end is missing.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace portside::sdk
