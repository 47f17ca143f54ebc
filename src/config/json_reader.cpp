// SPDX-License-Identifier: Apache-2.0
#include "config/json_reader.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "config/text_check.hpp"
#include "config/tree_builder.hpp"

namespace portside::config {
namespace {

/// nlohmann's id of "number overflow": the number is beyond the range of `double`.
constexpr int kNumberOverflow = 406;

/// The reason in nlohmann's message, without the piece of the document that it quotes: that may
/// hold a secret.
std::string reason_of(const std::string& what) {
  const std::size_t begin = what.find(" - ");
  if (begin == std::string::npos) return "it is malformed";
  return what.substr(begin + 3, what.find("; last read") - begin - 3);
}

class JsonEvents final : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonEvents(std::string_view text, TreeBuilder& tree) : text_(text), tree_(tree) {}

  bool null() override { return scalar(ValueKind::kNull, {}); }
  bool boolean(bool value) override { return scalar(ValueKind::kBool, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override {
    // Only numbers with a minus come here, so a zero was "-0".
    return scalar(ValueKind::kInteger, value == 0 ? "-0" : std::to_string(value));
  }
  bool number_unsigned(std::uint64_t value) override {
    return scalar(ValueKind::kInteger, std::to_string(value));
  }
  bool number_float(double, const std::string& digits) override {
    const bool integer = digits.find_first_of(".eE") == std::string::npos;
    return scalar(integer ? ValueKind::kInteger : ValueKind::kReal, digits);
  }
  bool string(std::string& value) override { return scalar(ValueKind::kString, value); }
  bool binary(nlohmann::json::binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(ValueKind::kMap); }
  bool key(std::string& key) override {
    tree_.key(key, 0);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(ValueKind::kList); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception& error) override {
    const int line = line_of(text_, position);
    if (error.id == kNumberOverflow) {
      tree_.stop(line, "found a number beyond 1.8e308; expected a smaller one");
    }
    tree_.stop(line, "this is not JSON: " + reason_of(error.what()));
  }

 private:
  bool scalar(ValueKind kind, std::string_view text) {
    tree_.scalar(kind, text, 0);
    return true;
  }
  bool open(ValueKind kind) {
    tree_.open(kind, 0);
    return true;
  }
  bool close() {
    tree_.close();
    return true;
  }

  std::string_view text_;
  TreeBuilder& tree_;
};

}  // namespace

Value read_json(std::string_view text, Mistakes& mistakes) {
  TreeBuilder tree(mistakes);
  JsonEvents events(text, tree);
  nlohmann::json::sax_parse(text.begin(), text.end(), &events);
  return tree.take();
}

}  // namespace portside::config
