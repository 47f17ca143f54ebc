// SPDX-License-Identifier: Apache-2.0
//
// What references look like where they are written: `${ENV:NAME}`, `${FILE:/path}`,
// `${SEALED:v1...}`; `$${` stands for `${`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portside::config {

/// A part of a text.
struct Piece {
  enum class Kind : std::uint8_t {
    kPlain,
    kEnvironment,
    kFile,
    kSealed,
    kFlawed,  ///< a `${` that begins no reference
  };
  Kind kind = Kind::kPlain;
  /// kPlain: what it stands for. References: what is behind `ENV:`, `FILE:` or `SEALED:`. kFlawed:
  /// what is wrong.
  std::string_view text;
};

/// Takes the first piece off `rest`, which is not empty.
Piece take_piece(std::string_view& rest);

/// A reference as anybody may see it: of a sealed secret no more than the id of its key,
/// `${SEALED:v1.1a2b3c4d...}`.
std::string shown_reference(const Piece& reference);

/// True when a text, as it is written, refers to a secret.
bool has_reference(std::string_view text);

/// The references of a text as they may be shown, with `hidden` in place of everything else.
std::string references_only(std::string_view text, std::string_view hidden);

/// The text with its sealed secrets cut as shown_reference() does, and all else as it is written.
std::string with_short_seals(std::string_view text);

/// What a sealed secret begins with where it is written.
inline constexpr std::string_view kSealedOpening = "${SEALED:";

/// A sealed secret as it is written.
std::string sealed_reference(std::string_view sealed);

/// True when there is a `${SEALED:...}` in a text.
bool has_sealed(std::string_view text);

/// What is sealed in a text that is one `${SEALED:...}` and nothing else; otherwise nothing.
std::optional<std::string_view> whole_sealed(std::string_view text);

/// What is wrong with a `${SEALED:...}` in a text that is more than that: its place would not be
/// its own.
inline constexpr std::string_view kSealedInOtherText =
    " with other text around it; expected it to be the whole text of its key";

}  // namespace portside::config
