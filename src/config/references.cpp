// SPDX-License-Identifier: Apache-2.0
#include "config/references.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "config/text_check.hpp"
#include "portside/api/error.hpp"
#include "portside/host/secret.hpp"

namespace portside::config {
namespace {

constexpr std::size_t kMaxValueBytes = std::size_t{64} << 10U;
constexpr std::size_t kMaxTotalBytes = std::size_t{1} << 20U;
constexpr std::string_view kEnvironment = "ENV:";
constexpr std::string_view kFile = "FILE:";

/// A text is cut into plain pieces and references.
struct Piece {
  std::string_view text;
  bool reference = false;
  /// What is wrong with a `${` that begins no reference.
  std::string_view flaw{};
};

/// `[A-Za-z_][A-Za-z0-9_]*`.
bool is_variable_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// Takes the first piece off `rest`, which is not empty.
Piece take_piece(std::string_view& rest) {
  const auto take = [&rest](std::size_t size) {
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(taken.size());
    return taken;
  };
  if (rest.starts_with("$${")) {
    take(1);
    return {take(2)};
  }
  if (!rest.starts_with("${")) return {take(std::max<std::size_t>(1, rest.find('$')))};
  const std::size_t end = rest.find('}');
  std::string_view inside = take(end == std::string_view::npos ? end : end + 1);
  if (end == std::string_view::npos) return {{}, true, "that no } closes"};
  inside = inside.substr(2, inside.size() - 3);
  if (inside.starts_with(kEnvironment)) {
    const bool fit = is_variable_name(inside.substr(kEnvironment.size()));
    return {inside, true, fit ? "" : "with ENV: and no name of a variable behind it"};
  }
  return {inside, true, inside.starts_with(kFile) ? "" : "with neither ENV: nor FILE: behind it"};
}

/// Walks down a tree and keeps the way to where it is.
class Resolver {
 public:
  Resolver(const SecretLookup& secrets, Mistakes& mistakes)
      : secrets_(secrets), mistakes_(mistakes) {}

  void resolve(Value& value) {
    if (value.kind == ValueKind::kString) resolve_text(value);
    const bool list = value.kind == ValueKind::kList;
    for (std::size_t i = 0; i < value.children.size(); ++i) {
      Value& child = value.children[i];
      path_.push_back(list ? Step(i) : Step(std::string_view(child.key)));
      resolve(child);
      path_.pop_back();
    }
  }

 private:
  void resolve_text(Value& value) {
    if (value.text.find("${") == std::string::npos) return;
    line_ = value.line;
    std::string result;
    bool broken = false;
    for (std::string_view rest = value.text; !rest.empty();) {
      const Piece piece = take_piece(rest);
      if (!piece.reference) {
        append(piece.text, result);
        continue;
      }
      value.secret = true;
      const std::optional<Secret> found = resolve_piece(piece);
      broken = broken || !found;
      if (found) append(found->reveal(), result);
    }
    wipe(value.text);
    value.text = std::move(result);
    if (broken) {
      wipe(value.text);
      value.kind = ValueKind::kBroken;
    }
  }

  /// Leaves no old copies of a secret behind where the text grows.
  static void append(std::string_view more, std::string& text) {
    if (text.size() + more.size() > text.capacity()) {
      std::string larger;
      larger.reserve(2 * (text.size() + more.size()));
      larger = text;
      wipe(text);
      text.swap(larger);
    }
    text += more;
  }

  std::optional<Secret> resolve_piece(const Piece& piece) {
    if (!piece.flaw.empty()) {
      return nothing("found ${ " + std::string(piece.flaw) +
                     "; expected ${ENV:NAME} or ${FILE:/path} (or $${ where ${ itself is meant)");
    }
    const bool file = piece.text.starts_with(kFile);
    const std::string name(piece.text.substr(file ? kFile.size() : kEnvironment.size()));
    std::optional<Secret> value = file ? from_file(name) : from_environment(name);
    if (value && !is_fit(*value, std::string(piece.text))) return std::nullopt;
    return value;
  }

  std::optional<Secret> from_environment(const std::string& name) {
    const std::string reference = "${ENV:" + shortened(name) + "}";
    if (!secrets_.environment) {
      return nothing("found " + reference +
                     ", and this program does not look into its environment; expected "
                     "${FILE:/path} or the value itself");
    }
    try {
      std::optional<std::string> value = secrets_.environment(name);
      if (value) return Secret(*std::move(value));
    } catch (const AdapterError& error) {
      return nothing("found " + reference + ", which cannot be resolved: " + error.message);
    }
    return nothing("found " + reference + ", and the environment has no such variable; expected " +
                   "one that is set");
  }

  std::optional<Secret> from_file(const std::string& path) {
    const std::string reference = "${FILE:" + shortened(path) + "}";
    if (!path.starts_with('/')) {
      return nothing("found " + reference + "; expected an absolute path (it begins with /)");
    }
    if (!secrets_.file) {
      return nothing("found " + reference +
                     ", and this program reads no secrets from files; expected ${ENV:NAME} or the "
                     "value itself");
    }
    try {
      return secrets_.file(path);
    } catch (const AdapterError& error) {
      return nothing("found " + reference + ", which cannot be resolved: " + error.message);
    }
  }

  bool is_fit(const Secret& value, const std::string& reference) {
    const std::string found = "found ${" + shortened(reference) + "}, which stands for ";
    const std::string& text = value.reveal();
    total_ += text.size();
    if (text.size() > kMaxValueBytes) {
      nothing(found + "more than 64 KiB; expected a shorter text");
    } else if (total_ > kMaxTotalBytes) {
      nothing(found + "a text that makes more than 1 MiB of all secrets together; expected less");
    } else if (const auto flaw = find_flaw(text)) {
      nothing(found +
              (flaw->control ? "a text with control characters" : "bytes that are not UTF-8") +
              "; expected plain text");
    } else {
      return true;
    }
    return false;
  }

  std::nullopt_t nothing(const std::string& sentence) {
    mistakes_.add(path_, line_, sentence);
    return std::nullopt;
  }

  const SecretLookup& secrets_;
  Mistakes& mistakes_;
  Path path_;
  int line_ = 0;
  std::size_t total_ = 0;
};

}  // namespace

void resolve_references(Value& root, const SecretLookup& secrets, Mistakes& mistakes) {
  Resolver(secrets, mistakes).resolve(root);
}

bool has_reference(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const Piece piece = take_piece(rest);
    if (piece.reference && piece.flaw.empty()) return true;
  }
  return false;
}

std::string references_only(std::string_view text, std::string_view hidden) {
  std::string out;
  bool after_hidden = false;
  for (std::string_view rest = text; !rest.empty();) {
    const Piece piece = take_piece(rest);
    const bool shown = piece.reference && piece.flaw.empty();
    if (shown) {
      out += "${" + shortened(piece.text) + "}";
    } else if (!after_hidden) {
      out += hidden;
    }
    after_hidden = !shown;
  }
  return out.empty() ? std::string(hidden) : out;
}

}  // namespace portside::config
