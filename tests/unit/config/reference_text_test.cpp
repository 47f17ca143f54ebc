// SPDX-License-Identifier: Apache-2.0
#include "config/reference_text.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace portside::config {
namespace {

using Kind = Piece::Kind;

std::vector<std::pair<Kind, std::string>> pieces(std::string_view text) {
  std::vector<std::pair<Kind, std::string>> all;
  while (!text.empty()) {
    const Piece piece = take_piece(text);
    all.emplace_back(piece.kind, piece.text);
  }
  return all;
}

using Pieces = std::vector<std::pair<Kind, std::string>>;

TEST(ReferenceText, IsCutIntoPieces) {
  EXPECT_EQ(pieces("a ${ENV:T}${FILE:/x y}b"), (Pieces{{Kind::kPlain, "a "},
                                                       {Kind::kEnvironment, "T"},
                                                       {Kind::kFile, "/x y"},
                                                       {Kind::kPlain, "b"}}));
  EXPECT_EQ(pieces("${SEALED:v1.x}"), (Pieces{{Kind::kSealed, "v1.x"}}));
  EXPECT_EQ(pieces("$${SEALED:v1.x}"),
            (Pieces{{Kind::kPlain, "${"}, {Kind::kPlain, "SEALED:v1.x}"}}));
  EXPECT_EQ(pieces("$"), (Pieces{{Kind::kPlain, "$"}}));
  EXPECT_EQ(pieces("${SEALED:x"), (Pieces{{Kind::kFlawed, "that no } closes"}}));
}

TEST(ReferenceText, IsToldFromOtherText) {
  for (const char* text : {"x ${ENV:T}", "${FILE:/x}", "${SEALED:v1.x}", "${SEALED:}"}) {
    EXPECT_TRUE(has_reference(text)) << text;
  }
  for (const char* text : {"", "x", "$${ENV:T}", "${", "${x}", "$ENV", "$${SEALED:x}"}) {
    EXPECT_FALSE(has_reference(text)) << text;
  }
}

TEST(ReferenceText, IsShownWithoutWhatStandsAroundIt) {
  EXPECT_EQ(references_only("a b${ENV:T}c${FILE:/x}", "*"), "*${ENV:T}*${FILE:/x}");
  EXPECT_EQ(references_only("$${ENV:T} ${nothing}", "*"), "*");
  EXPECT_EQ(references_only("", "*"), "*");
  EXPECT_EQ(references_only("a${SEALED:v1.0123abcd.canary}", "*"), "*${SEALED:v1.0123abcd...}");
}

// Somebody may have written the secret itself there.
TEST(ReferenceText, OfASealedSecretShowsNoMoreThanTheKey) {
  for (const char* text : {"canary", "v1.canary01.canary", "v1.0123abcdcanary", "v1.", ""}) {
    EXPECT_EQ(shown_reference({Kind::kSealed, text}), "${SEALED:...}") << text;
  }
  EXPECT_EQ(shown_reference({Kind::kSealed, "v1.0123abcd.canary"}), "${SEALED:v1.0123abcd...}");
  EXPECT_EQ(shown_reference({Kind::kFile, "/a\nb"}), "${FILE:/a\\u000ab}");
}

TEST(ReferenceText, SealsAreCutAndAllElseStays) {
  EXPECT_EQ(with_short_seals("a $${b} ${ENV:T} ${SEALED:v1.0123abcd.canary} ${x} $"),
            "a $${b} ${ENV:T} ${SEALED:v1.0123abcd...} ${x} $");
  EXPECT_EQ(with_short_seals(""), "");
  EXPECT_EQ(with_short_seals("${SEALED:canary"), "${SEALED:canary") << "no reference";
}

TEST(ReferenceText, ASealedSecretIsAllOfItsTextOrNot) {
  EXPECT_EQ(whole_sealed("${SEALED:v1.x}"), "v1.x");
  EXPECT_EQ(sealed_reference("v1.x"), "${SEALED:v1.x}");
  for (const char* text : {"", "x", " ${SEALED:x}", "${SEALED:x}\n", "${SEALED:x}${SEALED:x}",
                           "$${SEALED:x}", "${ENV:T}", "${SEALED:x"}) {
    EXPECT_EQ(whole_sealed(text), std::nullopt) << text;
  }
  EXPECT_TRUE(has_sealed("a${SEALED:x}"));
  EXPECT_FALSE(has_sealed("$${SEALED:x} ${ENV:SEALED}"));
}

}  // namespace
}  // namespace portside::config
