// SPDX-License-Identifier: Apache-2.0
#include "feeds/json_pieces.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::feeds {
namespace {

using Kind = JsonValue::Kind;

[[noreturn]] void too_large(const std::string& what, std::size_t limit) {
  throw AdapterError(ErrorCode::kTooLarge, "the JSON has more than " + std::to_string(limit) + ' ' +
                                               what + "; no feed of advisories is like that");
}

/// Follows the parser: opened containers are only a path, below them values are built.
class Cutter final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Cutter(PieceHandler& handler, const PieceLimits& limits) : handler_(handler), limits_(limits) {}

  bool null() override { return scalar(Kind::kNone, {}); }
  bool boolean(bool value) override { return scalar(Kind::kScalar, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override {
    return scalar(Kind::kScalar, std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return scalar(Kind::kScalar, std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& text) override {
    return scalar(Kind::kScalar, text);
  }
  bool string(string_t& text) override { return scalar(Kind::kText, std::move(text)); }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return begin(Kind::kObject); }
  bool end_object() override { return end(); }
  bool start_array(std::size_t) override { return begin(Kind::kList); }
  bool end_array() override { return end(); }
  bool key(string_t& text) override {
    count(0, text.size());
    key_ = std::move(text);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    throw AdapterError(ErrorCode::kMalformedData,
                       "the JSON is damaged at byte " + std::to_string(position));
  }

 private:
  /// A piece has begun and is not at its end.
  bool is_building() const noexcept { return !building_.empty(); }

  void count(std::size_t values, std::size_t bytes) {
    values_ += values;
    text_bytes_ += bytes;
    if (values_ > limits_.values) too_large("values in one piece", limits_.values);
    if (text_bytes_ > limits_.text_bytes) too_large("bytes in one piece", limits_.text_bytes);
  }

  void hand_over(JsonValue&& value) {
    const bool kept = handler_.piece(path_, std::move(value));
    if (kept) {
      kept_values_ = values_;
      kept_bytes_ = text_bytes_;
    }
    values_ = kept_values_;
    text_bytes_ = kept_bytes_;
  }

  bool scalar(Kind kind, std::string text) {
    count(1, text.size());
    JsonValue value;
    value.kind = kind;
    value.key = std::exchange(key_, {});
    value.text = std::move(text);
    if (is_building()) {
      building_.back()->items.push_back(std::move(value));
    } else {
      hand_over(std::move(value));
    }
    return true;
  }

  bool begin(Kind kind) {
    count(1, 0);
    if (opened_ + static_cast<int>(building_.size()) >= limits_.depth) {
      too_large("lists and objects in each other", static_cast<std::size_t>(limits_.depth));
    }
    std::string key = std::exchange(key_, {});
    if (!is_building()) {
      if (opened_ > 0) path_.push_back(key);
      if (handler_.opens(kind, path_)) {
        ++opened_;
        return true;
      }
      if (opened_ > 0) path_.pop_back();
    }
    JsonValue& place = is_building() ? building_.back()->items.emplace_back() : root_;
    place = JsonValue{};
    place.kind = kind;
    place.key = std::move(key);
    // Stays where it is: nothing is added to the parent before this one is at its end.
    building_.push_back(&place);
    return true;
  }

  bool end() {
    if (is_building()) {
      building_.pop_back();
      if (!is_building()) hand_over(std::move(root_));
      return true;
    }
    --opened_;
    if (opened_ > 0) path_.pop_back();
    // What was counted between pieces: keys and brackets.
    values_ = kept_values_;
    text_bytes_ = kept_bytes_;
    return true;
  }

  PieceHandler& handler_;
  const PieceLimits limits_;
  std::vector<std::string> path_;
  int opened_ = 0;
  std::string key_;
  JsonValue root_;
  std::vector<JsonValue*> building_;
  std::size_t values_ = 0;
  std::size_t text_bytes_ = 0;
  std::size_t kept_values_ = 0;
  std::size_t kept_bytes_ = 0;
};

}  // namespace

void cut_json(std::istream& document, PieceHandler& handler, const PieceLimits& limits) {
  Cutter cutter(handler, limits);
  nlohmann::json::sax_parse(document, &cutter);
}

}  // namespace portside::feeds
