// SPDX-License-Identifier: Apache-2.0
#include "feeds/json_pieces.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "error_of.hpp"

namespace portside::feeds {
namespace {

using testing::code_of;
using ::testing::ElementsAre;

std::string text_of(const JsonValue& value) {
  std::string text = value.key.empty() ? "" : value.key + '=';
  switch (value.kind) {
    case JsonValue::Kind::kNone: return text + "null";
    case JsonValue::Kind::kText: return text + '\'' + value.text + '\'';
    case JsonValue::Kind::kScalar: return text + value.text;
    case JsonValue::Kind::kList:
    case JsonValue::Kind::kObject: break;
  }
  text += value.is_list() ? '[' : '{';
  for (const JsonValue& item : value.items) text += text_of(item) + ' ';
  return text + (value.is_list() ? ']' : '}');
}

/// Opens what lies less deep than `depth`.
class Pieces final : public PieceHandler {
 public:
  explicit Pieces(std::size_t depth, bool keeps = false) : depth_(depth), keeps_(keeps) {}

  bool opens(JsonValue::Kind, const std::vector<std::string>& path) override {
    return path.size() < depth_;
  }
  bool piece(const std::vector<std::string>& path, JsonValue&& piece) override {
    std::string line;
    for (const std::string& key : path) line += key + '/';
    lines.push_back(line + text_of(piece));
    return keeps_;
  }

  std::vector<std::string> lines;

 private:
  const std::size_t depth_;
  const bool keeps_;
};

void cut(const std::string& text, Pieces& pieces, const PieceLimits& limits = {}) {
  std::istringstream stream(text);
  cut_json(stream, pieces, limits);
}

constexpr const char* kText =
    R"({"a":{"b":[1,-2,2.50,true],"c":"x"},"d":null,"e":[{"f":"y"},[]],"g":{}})";

TEST(JsonPieces, AreWhatTheHandlerDoesNotOpen) {
  Pieces whole(0);
  cut(kText, whole);
  EXPECT_THAT(whole.lines, ElementsAre("{a={b=[1 -2 2.50 true ] c='x' } d=null e=[{f='y' } [] ] "
                                       "g={} }"));
  Pieces members(1);
  cut(kText, members);
  EXPECT_THAT(members.lines,
              ElementsAre("a={b=[1 -2 2.50 true ] c='x' }", "d=null", "e=[{f='y' } [] ]", "g={}"));
  Pieces deeper(2);
  cut(kText, deeper);
  EXPECT_THAT(deeper.lines,
              ElementsAre("a/b=[1 -2 2.50 true ]", "a/c='x'", "d=null", "e/{f='y' }", "e/[]"));
  Pieces scalar(0);
  cut("7", scalar);
  EXPECT_THAT(scalar.lines, ElementsAre("7"));
}

// Each piece is small, however many there are; what is kept adds up.
TEST(JsonPieces, LimitsAreForOnePieceAndWhatIsKept) {
  std::string text = "[";
  for (int i = 0; i < 100; ++i) text += "{\"k\":\"12345678\"},";
  text += "0]";
  Pieces dropped(1);
  cut(text, dropped, {.depth = 3, .values = 5, .text_bytes = 20});
  EXPECT_EQ(dropped.lines.size(), 101U);
  Pieces values(1, true);
  EXPECT_EQ(code_of([&] { cut(text, values, {.depth = 3, .values = 50, .text_bytes = 2'000}); }),
            ErrorCode::kTooLarge);
  Pieces bytes(1, true);
  EXPECT_EQ(code_of([&] { cut(text, bytes, {.depth = 3, .values = 500, .text_bytes = 100}); }),
            ErrorCode::kTooLarge);
}

TEST(JsonPieces, OnePieceIsLimited) {
  const PieceLimits limits{.depth = 4, .values = 10, .text_bytes = 50};
  const auto code = [&](const std::string& text) {
    Pieces pieces(1);
    return code_of([&] { cut(text, pieces, limits); });
  };
  EXPECT_EQ(code("[[0,0,0,0,0,0,0,0,0,0,0]]"), ErrorCode::kTooLarge);
  EXPECT_EQ(code("[\"" + std::string(51, 'x') + "\"]"), ErrorCode::kTooLarge);
  EXPECT_EQ(code("[{\"" + std::string(51, 'x') + "\":0}]"), ErrorCode::kTooLarge);
  EXPECT_EQ(code("[[[[[]]]]]"), ErrorCode::kTooLarge);
  Pieces fine(1);
  cut("[[[[]]]]", fine, limits);
  EXPECT_THAT(fine.lines, ElementsAre("[[[] ] ]"));
}

TEST(JsonValue, FindsNothingWhereThereIsNothing) {
  JsonValue object;
  object.kind = JsonValue::Kind::kObject;
  JsonValue member;
  member.kind = JsonValue::Kind::kScalar;
  member.key = "n";
  member.text = "7";
  object.items = {member};
  EXPECT_EQ(object.at("n").text, "7");
  EXPECT_EQ(object.text_at("n"), "");
  EXPECT_EQ(object.at("x").at("y").text_at("z"), "");
  EXPECT_EQ(member.at("n").kind, JsonValue::Kind::kNone);
}

}  // namespace
}  // namespace portside::feeds
