// SPDX-License-Identifier: Apache-2.0
//
// Boost.JSON is built into this file: the static library that distributions have is not position
// independent, and a plugin is to need no shared one. A plugin is not to run code when it is
// loaded, either: what Boost would have initialized then is given a constant before its headers are
// read, or is made at first use.
#include "portside/sdk/json_stream.hpp"

#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace boost::container {
/// Boost.Container's `allocator_arg` is a reference to what this points to.
template <int>
struct std_allocator_arg_holder;
template <>
struct std_allocator_arg_holder<0> {
  static constexpr const std::allocator_arg_t* dummy = &std::allocator_arg;
};
}  // namespace boost::container

/// Makes Boost.JSON's default_resource a static variable of a function.
#define BOOST_JSON_WEAK_CONSTINIT

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include "portside/api/error.hpp"
#include "sdk/json_rules.hpp"

namespace portside::sdk {
namespace {

namespace json = boost::json;

/// Of objects and arrays inside each other.
constexpr std::size_t kUsualDepth = 8;

/// Words of one length, which are mostly short: a call of memcmp() takes longer than they do.
bool is_same_name(const char* one, const char* other, std::size_t size) noexcept {
  const auto differ = [&](std::size_t at, auto word) {
    auto other_word = word;
    std::memcpy(&word, one + at, sizeof word);
    std::memcpy(&other_word, other + at, sizeof word);
    return word != other_word;
  };
  constexpr std::uint64_t kLong = 0;
  constexpr std::uint32_t kShort = 0;
  if (size >= sizeof kLong) {
    for (std::size_t at = 0; at + sizeof kLong < size; at += sizeof kLong) {
      if (differ(at, kLong)) return false;
    }
    return !differ(size - sizeof kLong, kLong);
  }
  if (size >= sizeof kShort) return !differ(0, kShort) && !differ(size - sizeof kShort, kShort);
  return std::memcmp(one, other, size) == 0;
}

/// Follows the document through the tree of rules. The parser calls the on_...() members; all
/// return true, for go on.
class Walker {
 public:
  // The parser's own limits are left open: these are ours, and they say what they are about.
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  /// `what` outlives this.
  Walker(JsonRules&& rules, std::size_t text_bytes, const std::string& what)
      : rules_(std::move(rules)), text_bytes_(text_bytes), what_(what) {
    frames_.reserve(kUsualDepth);
  }

  /// Around each piece: a name is not copied while its piece is there.
  void begin_piece(std::string_view piece) { piece_ = piece; }
  void end_piece() {
    if (!key_.empty() && key_.data() != key_text_.data()) {
      key_text_.assign(key_);
      key_ = key_text_;
    }
    piece_ = {};
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code&) { return open(false); }
  bool on_object_end(std::size_t, json::error_code&) { return close(false); }
  bool on_array_begin(json::error_code&) {
    open(true);
    next_ = element_;
    return true;
  }
  bool on_array_end(std::size_t, json::error_code&) { return close(true); }

  bool on_key_part(json::string_view part, std::size_t size, json::error_code&) {
    if (unwanted_ == 0) collect(key_part_, part, size, "the name of a member");
    return true;
  }
  bool on_key(json::string_view part, std::size_t size, json::error_code&) {
    if (unwanted_ != 0) return true;
    if (key_part_.empty() && lies_in_piece(part)) {
      if (size > text_bytes_) too_long("the name of a member");
      key_ = {part.data(), part.size()};
    } else {
      collect(key_part_, part, size, "the name of a member");
      key_text_.swap(key_part_);
      key_part_.clear();
      key_ = key_text_;
    }
    next_ = find(key_);
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t size, json::error_code&) {
    if (wants_scalar()) collect(text_, part, size, "a string");
    return true;
  }
  bool on_string(json::string_view part, std::size_t size, json::error_code&) {
    if (!wants_scalar()) return skip();
    if (text_.empty() && size == part.size()) {
      if (size > text_bytes_) too_long("a string");
      return give(JsonScalar::Kind::kString, {part.data(), part.size()});
    }
    collect(text_, part, size, "a string");
    return give_collected(JsonScalar::Kind::kString);
  }

  bool on_number_part(json::string_view part, json::error_code&) {
    if (wants_scalar()) collect(text_, part, text_.size() + part.size(), "a number");
    return true;
  }
  bool on_int64(std::int64_t, json::string_view part, json::error_code&) { return number(part); }
  bool on_uint64(std::uint64_t, json::string_view part, json::error_code&) { return number(part); }
  bool on_double(double, json::string_view part, json::error_code&) { return number(part); }
  bool on_bool(bool value, json::error_code&) {
    return wants_scalar() ? give(JsonScalar::Kind::kBool, value ? "true" : "false") : skip();
  }
  bool on_null(json::error_code&) {
    return wants_scalar() ? give(JsonScalar::Kind::kNull, "null") : skip();
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  /// An open object or array that the table knows.
  struct Frame {
    std::size_t node;
    /// Bit n: the member that child n of the node names was there.
    std::uint64_t seen;
    /// The child that comes next when members have the order of the table.
    std::size_t expected;
  };

  bool lies_in_piece(json::string_view part) const {
    const std::less<> is_before;
    return !piece_.empty() && !is_before(part.data(), piece_.data()) &&
           is_before(part.data(), piece_.data() + piece_.size());
  }

  /// The node of the member `name` of the innermost object.
  std::size_t find(std::string_view name) {
    Frame& frame = frames_[open_frames_ - 1];
    const JsonRules::Node& node = rules_[frame.node];
    if (!node.may_have(name)) return node.any;
    const std::size_t count = node.children.size();
    for (std::size_t i = 0, child = frame.expected; i < count; ++i, ++child) {
      if (child >= count) child = 0;
      const std::string_view known = node.children[child].name;
      if (known.size() != name.size()) continue;
      if (!is_same_name(known.data(), name.data(), name.size())) continue;
      const std::uint64_t bit = std::uint64_t{1} << child;
      if ((frame.seen & bit) != 0) {
        throw AdapterError(
            ErrorCode::kMalformedData,
            what_ + " has the member '" + std::string(known) + "' twice in one object");
      }
      frame.seen |= bit;
      frame.expected = child + 1;
      return node.children[child].node;
    }
    return node.any;
  }

  bool open(bool is_array) {
    if (unwanted_ != 0 || next_ == JsonRules::kNone) {
      ++unwanted_;
      return true;
    }
    const std::size_t node = next_;
    if (open_frames_ == frames_.size()) frames_.emplace_back();
    frames_[open_frames_++] = {node, 0, 0};
    element_ = rules_[node].any;
    next_ = JsonRules::kNone;
    const JsonRule* const rule = rules_[node].rule;
    if (rule != nullptr && rule->begin && (is_array || !rule->only_array)) rule->begin(key_);
    key_ = {};
    return true;
  }

  bool close(bool is_array) {
    if (unwanted_ != 0) {
      --unwanted_;
    } else {
      const JsonRule* const rule = rules_[frames_[open_frames_ - 1].node].rule;
      --open_frames_;
      element_ = open_frames_ == 0 ? JsonRules::kNone : rules_[frames_[open_frames_ - 1].node].any;
      if (rule != nullptr && rule->end && (is_array || !rule->only_array)) rule->end();
    }
    if (unwanted_ == 0) after_value();
    return true;
  }

  /// In an array the next element is at the same place; in an object a key comes first.
  void after_value() {
    key_ = {};
    next_ = element_;
  }

  bool wants_scalar() const {
    if (unwanted_ != 0 || next_ == JsonRules::kNone) return false;
    const JsonRule* const rule = rules_[next_].rule;
    return rule != nullptr && rule->scalar;
  }

  bool skip() {
    if (unwanted_ == 0) after_value();
    return true;
  }

  bool number(json::string_view part) {
    if (!wants_scalar()) return skip();
    collect(text_, part, text_.size() + part.size(), "a number");
    return give_collected(JsonScalar::Kind::kNumber);
  }

  bool give_collected(JsonScalar::Kind kind) {
    give(kind, text_);
    text_.clear();
    return true;
  }

  bool give(JsonScalar::Kind kind, std::string_view text) {
    rules_[next_].rule->scalar({kind, text, key_});
    after_value();
    return true;
  }

  void collect(std::string& text, json::string_view part, std::size_t size, const char* kind) {
    if (size > text_bytes_) too_long(kind);
    text.append(part.data(), part.size());
  }

  [[noreturn]] void too_long(const char* kind) const {
    throw AdapterError(ErrorCode::kTooLarge, what_ + " has " + kind + " of more than " +
                                                 std::to_string(text_bytes_) + " bytes");
  }

  const JsonRules rules_;
  const std::size_t text_bytes_;
  const std::string& what_;
  std::vector<Frame> frames_;
  std::size_t open_frames_ = 0;
  /// Open objects and arrays inside of one that no rule wants, that one included.
  std::size_t unwanted_ = 0;
  /// Where the next value is, when `unwanted_` is 0.
  std::size_t next_ = JsonRules::kRoot;
  /// The elements of the innermost array.
  std::size_t element_ = JsonRules::kNone;
  /// The name of the next value: in the piece, or in `key_text_`.
  std::string_view key_;
  std::string key_text_;
  std::string key_part_;
  std::string_view piece_;
  std::string text_;
};

json::parse_options options(const JsonLimits& limits) {
  json::parse_options options;
  options.max_depth = limits.depth;
  return options;
}

}  // namespace

struct JsonStream::Impl {
  Impl(std::string&& name, const JsonLimits& all_limits)
      : what(std::move(name)), limits(all_limits) {}

  void begin(std::vector<JsonRule>&& rules) {
    parser.emplace(options(limits), JsonRules(std::move(rules)), limits.text_bytes, what);
  }

  /// Makes the table; not yet where there are only blanks.
  void begin_with(std::string_view piece) {
    const std::size_t first = piece.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos) begin(shapes->rules(piece[first] == '['));
  }

  void fail(const json::error_code& error, std::uint64_t at) const {
    if (error == json::error::too_deep) {
      throw AdapterError(ErrorCode::kTooLarge, what + " has more than " +
                                                   std::to_string(limits.depth) +
                                                   " objects and arrays inside each other");
    }
    throw AdapterError(ErrorCode::kMalformedData, what + " is not JSON: " + error.message() +
                                                      " at byte " + std::to_string(at));
  }

  const std::string what;
  const JsonLimits limits;
  std::optional<JsonShapes> shapes;
  std::optional<json::basic_parser<Walker>> parser;
  std::uint64_t before = 0;  // bytes of earlier pieces
};

JsonStream::JsonStream(std::string what, std::vector<JsonRule> rules, const JsonLimits& limits)
    : impl_(std::make_unique<Impl>(std::move(what), limits)) {
  impl_->begin(std::move(rules));
}

JsonStream::JsonStream(std::string what, JsonShapes shapes, const JsonLimits& limits)
    : impl_(std::make_unique<Impl>(std::move(what), limits)) {
  impl_->shapes = std::move(shapes);
}

JsonStream::~JsonStream() = default;

void JsonStream::write(std::string_view piece) {
  if (!impl_->parser) impl_->begin_with(piece);
  if (!impl_->parser) {
    impl_->before += piece.size();
    return;
  }
  json::error_code error;
  Walker& walker = impl_->parser->handler();
  walker.begin_piece(piece);
  const std::size_t taken = impl_->parser->write_some(true, piece.data(), piece.size(), error);
  walker.end_piece();
  if (!error && taken < piece.size()) error = json::error::extra_data;
  if (error) impl_->fail(error, impl_->before + taken);
  impl_->before += piece.size();
}

void JsonStream::finish() {
  if (!impl_->parser) impl_->begin({});
  json::error_code error;
  impl_->parser->write_some(false, "", 0, error);
  if (error) impl_->fail(error, impl_->before);
}

}  // namespace portside::sdk
