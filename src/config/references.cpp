// SPDX-License-Identifier: Apache-2.0
#include "config/references.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "config/reference_text.hpp"
#include "config/text_check.hpp"
#include "crypto/sealing.hpp"
#include "portside/api/error.hpp"
#include "portside/host/secret.hpp"

namespace portside::config {
namespace {

constexpr std::size_t kMaxValueBytes = std::size_t{64} << 10U;
constexpr std::size_t kMaxTotalBytes = std::size_t{1} << 20U;

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
    const bool whole = whole_sealed(value.text).has_value();
    std::string result;
    bool broken = false;
    for (std::string_view rest = value.text; !rest.empty();) {
      const Piece piece = take_piece(rest);
      if (piece.kind == Piece::Kind::kPlain) {
        append(piece.text, result);
        continue;
      }
      value.secret = true;
      const std::optional<Secret> found = resolve_piece(piece, whole);
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

  /// `whole`: the piece is a sealed secret and all of its text.
  std::optional<Secret> resolve_piece(const Piece& piece, bool whole) {
    if (piece.kind == Piece::Kind::kFlawed) {
      return nothing("found ${ " + std::string(piece.text) +
                     "; expected ${ENV:NAME}, ${FILE:/path} or ${SEALED:...} (or $${ where ${ "
                     "itself is meant)");
    }
    const std::string found = "found " + shown_reference(piece);
    try {
      std::optional<Secret> value = value_of(piece, whole, found);
      return value && is_fit(*value, found) ? value : std::nullopt;
    } catch (const AdapterError& error) {
      return nothing(found + ", which cannot be resolved: " + error.message);
    }
  }

  std::optional<Secret> value_of(const Piece& piece, bool whole, const std::string& found) {
    const std::string text(piece.text);
    switch (piece.kind) {
      case Piece::Kind::kEnvironment: return from_environment(text, found);
      case Piece::Kind::kFile: return from_file(text, found);
      default:
        return whole ? opened(text, found) : nothing(found + std::string(kSealedInOtherText));
    }
  }

  std::optional<Secret> from_environment(const std::string& name, const std::string& found) {
    if (!secrets_.environment) {
      return nothing(found +
                     ", and this program does not look into its environment; expected "
                     "${FILE:/path} or the value itself");
    }
    std::optional<std::string> value = secrets_.environment(name);
    if (value) return Secret(*std::move(value));
    return nothing(found + ", and the environment has no such variable; expected one that is set");
  }

  std::optional<Secret> from_file(const std::string& path, const std::string& found) {
    if (!path.starts_with('/')) {
      return nothing(found + "; expected an absolute path (it begins with /)");
    }
    if (!secrets_.file) {
      return nothing(found +
                     ", and this program reads no secrets from files; expected ${ENV:NAME} or the "
                     "value itself");
    }
    return secrets_.file(path);
  }

  std::optional<Secret> opened(const std::string& sealed, const std::string& found) {
    if (!secrets_.sealing_keys) {
      return nothing(found +
                     ", and this program opens no sealed secrets; expected ${ENV:NAME}, "
                     "${FILE:/path} or the value itself");
    }
    if (!keys_) keys_ = crypto::sealing_keys_of(secrets_.sealing_keys().reveal());
    return crypto::unseal(*keys_, sealed, json_pointer(path_));
  }

  bool is_fit(const Secret& value, const std::string& found) {
    const std::string& text = value.reveal();
    total_ += text.size();
    if (text.size() > kMaxValueBytes) {
      nothing(found + ", which stands for more than 64 KiB; expected a shorter text");
    } else if (total_ > kMaxTotalBytes) {
      nothing(found +
              ", which stands for a text that makes more than 1 MiB of all secrets together; "
              "expected less");
    } else if (const auto flaw = find_flaw(text)) {
      nothing(found + ", which stands for " +
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
  /// Looked up by the first reference that needs them.
  std::optional<std::vector<crypto::SealingKey>> keys_;
  Path path_;
  int line_ = 0;
  std::size_t total_ = 0;
};

}  // namespace

void resolve_references(Value& root, const SecretLookup& secrets, Mistakes& mistakes) {
  Resolver(secrets, mistakes).resolve(root);
}

}  // namespace portside::config
