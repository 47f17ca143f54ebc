// SPDX-License-Identifier: Apache-2.0
#include "config/reference_text.hpp"

#include <algorithm>
#include <array>

#include "crypto/sealing.hpp"
#include "words/quoted.hpp"

namespace portside::config {
namespace {

using Kind = Piece::Kind;

struct Form {
  Kind kind;
  std::string_view prefix;
};
constexpr std::array<Form, 3> kForms{
    {{Kind::kEnvironment, "ENV:"}, {Kind::kFile, "FILE:"}, {Kind::kSealed, "SEALED:"}}};

/// `[A-Za-z_][A-Za-z0-9_]*`.
bool is_variable_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

bool is_reference(const Piece& piece) {
  return piece.kind != Kind::kPlain && piece.kind != Kind::kFlawed;
}

std::string_view prefix_of(Kind kind) {
  return std::ranges::find(kForms, kind, &Form::kind)->prefix;
}

}  // namespace

Piece take_piece(std::string_view& rest) {
  const auto take = [&rest](std::size_t size) {
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(taken.size());
    return taken;
  };
  if (rest.starts_with("$${")) {
    take(1);
    return {Kind::kPlain, take(2)};
  }
  if (!rest.starts_with("${")) {
    return {Kind::kPlain, take(std::max<std::size_t>(1, rest.find('$')))};
  }
  const std::size_t end = rest.find('}');
  std::string_view inside = take(end == std::string_view::npos ? end : end + 1);
  if (end == std::string_view::npos) return {Kind::kFlawed, "that no } closes"};
  inside = inside.substr(2, inside.size() - 3);
  const auto* form = std::ranges::find_if(
      kForms, [&](const Form& each) { return inside.starts_with(each.prefix); });
  if (form == kForms.end()) {
    return {Kind::kFlawed, "with none of ENV:, FILE: and SEALED: behind it"};
  }
  inside.remove_prefix(form->prefix.size());
  if (form->kind == Kind::kEnvironment && !is_variable_name(inside)) {
    return {Kind::kFlawed, "with ENV: and no name of a variable behind it"};
  }
  return {form->kind, inside};
}

std::string shown_reference(const Piece& reference) {
  const std::string begin = "${" + std::string(prefix_of(reference.kind));
  if (reference.kind != Kind::kSealed) return begin + words::shortened(reference.text) + "}";
  // What is written there by mistake may be the secret itself.
  const std::string_view id = crypto::sealed_key_id(reference.text);
  return begin + (id.empty() ? "" : "v1." + std::string(id)) + "...}";
}

bool has_reference(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    if (is_reference(take_piece(rest))) return true;
  }
  return false;
}

std::string references_only(std::string_view text, std::string_view hidden) {
  std::string out;
  bool after_hidden = false;
  for (std::string_view rest = text; !rest.empty();) {
    const Piece piece = take_piece(rest);
    const bool shown = is_reference(piece);
    if (shown) {
      out += shown_reference(piece);
    } else if (!after_hidden) {
      out += hidden;
    }
    after_hidden = !shown;
  }
  return out.empty() ? std::string(hidden) : out;
}

std::string with_short_seals(std::string_view text) {
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view before = rest;
    const Piece piece = take_piece(rest);
    if (piece.kind == Kind::kSealed) {
      out += shown_reference(piece);
    } else {
      out += before.substr(0, before.size() - rest.size());
    }
  }
  return out;
}

std::string sealed_reference(std::string_view sealed) {
  return std::string(kSealedOpening) += std::string(sealed) + '}';
}

bool has_sealed(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    if (take_piece(rest).kind == Kind::kSealed) return true;
  }
  return false;
}

std::optional<std::string_view> whole_sealed(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const Piece piece = take_piece(text);
  return piece.kind == Kind::kSealed && text.empty() ? std::optional(piece.text) : std::nullopt;
}

}  // namespace portside::config
