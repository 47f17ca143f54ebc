// SPDX-License-Identifier: Apache-2.0
#include "config/reseal.hpp"

#include <map>
#include <utility>

#include "config/config_tree.hpp"
#include "config/mistakes.hpp"
#include "config/read_tree.hpp"
#include "config/reference_text.hpp"
#include "portside/api/error.hpp"

namespace portside::config {
namespace {

constexpr std::string_view kSealedCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

/// What one sealed text becomes.
struct Exchange {
  std::string sealed;
  Path path;
  int line = 0;
  bool found = false;
};
/// By the text that was. No two places have the same: each opens in its own place only.
using Exchanges = std::map<std::string, Exchange, std::less<>>;

/// A tree that leaves no texts behind.
struct WipedTree {
  explicit WipedTree(Value read) : root(std::move(read)) {}
  ~WipedTree() { wipe_texts(root); }
  WipedTree(const WipedTree&) = delete;
  WipedTree& operator=(const WipedTree&) = delete;

  Value root;
};

/// Seals the secrets in a tree anew, and keeps what became of each.
class Resealer {
 public:
  Resealer(std::span<const crypto::SealingKey> keys, Mistakes& mistakes)
      : keys_(keys), mistakes_(mistakes) {}

  void reseal(Value& value) {
    if (value.kind == ValueKind::kString && has_sealed(value.text)) reseal_text(value);
    const bool list = value.kind == ValueKind::kList;
    for (std::size_t i = 0; i < value.children.size(); ++i) {
      Value& child = value.children[i];
      path_.push_back(list ? Step(i) : Step(std::string_view(child.key)));
      reseal(child);
      path_.pop_back();
    }
  }

  Exchanges& exchanges() noexcept { return exchanges_; }
  std::size_t kept() const noexcept { return kept_; }

 private:
  void reseal_text(Value& value) {
    const auto whole = whole_sealed(value.text);
    if (!whole) {
      mistakes_.add(path_, value.line, "found a sealed secret" + std::string(kSealedInOtherText));
      return;
    }
    const std::string sealed(*whole);
    const bool current = crypto::sealed_key_id(sealed) == keys_.front().id();
    const std::string place = json_pointer(path_);
    try {
      const Secret plain = crypto::unseal(current ? keys_.first(1) : keys_, sealed, place);
      if (current) {
        ++kept_;
        return;
      }
      const std::string again = crypto::seal(keys_.front(), plain.reveal(), place);
      value.text = sealed_reference(again);
      exchanges_[sealed] = {again, path_, value.line};
    } catch (const AdapterError& error) {
      mistakes_.add(path_, value.line,
                    "found " + shown_reference({Piece::Kind::kSealed, sealed}) +
                        ", which cannot be resealed: " + error.message);
    }
  }

  std::span<const crypto::SealingKey> keys_;
  Mistakes& mistakes_;
  Path path_;
  Exchanges exchanges_;
  std::size_t kept_ = 0;
};

/// The text with every sealed text exchanged that is to be.
std::string exchanged(std::string_view text, Exchanges& exchanges) {
  std::string out;
  out.reserve(text.size());
  for (;;) {
    const std::size_t begin = text.find(kSealedOpening);
    if (begin == std::string_view::npos) return out += text;
    out += text.substr(0, begin + kSealedOpening.size());
    text.remove_prefix(begin + kSealedOpening.size());
    const std::string_view sealed = text.substr(0, text.find_first_not_of(kSealedCharacters));
    text.remove_prefix(sealed.size());
    const auto exchange = exchanges.find(sealed);
    if (exchange == exchanges.end()) {
      out += sealed;
    } else {
      out += exchange->second.sealed;
      exchange->second.found = true;
    }
  }
}

/// Notes what was read from escapes or over several lines, and therefore not found.
void note_missing(const Exchanges& exchanges, Mistakes& mistakes) {
  for (const auto& [sealed, exchange] : exchanges) {
    if (exchange.found) continue;
    mistakes.add(exchange.path, exchange.line,
                 "found " + shown_reference({Piece::Kind::kSealed, sealed}) +
                     " written with escapes or over several lines; expected it in one piece");
  }
}

Resealed resealed(std::string_view text, ConfigFormat format,
                  std::span<const crypto::SealingKey> keys, Mistakes& mistakes) {
  WipedTree tree(read_tree(text, format, mistakes));
  Resealer resealer(keys, mistakes);
  resealer.reseal(tree.root);
  Secret out(exchanged(text, resealer.exchanges()));
  note_missing(resealer.exchanges(), mistakes);
  mistakes.throw_if_any();
  // What became another text where no secret is (in a key, behind `$$`) is noticed here.
  const WipedTree again(read_tree(out.reveal(), format, mistakes));
  if (Secret(to_json(tree.root)) != Secret(to_json(again.root))) {
    mistakes.stop({}, 0,
                  "found the text of a sealed secret also where it is no reference (in a key, or "
                  "behind $$); remove it there");
  }
  return {std::move(out), resealer.exchanges().size(), resealer.kept()};
}

}  // namespace

Resealed reseal(std::string_view text, ConfigFormat format, const std::string& origin,
                std::span<const crypto::SealingKey> keys) {
  Mistakes mistakes(origin, format);
  try {
    return resealed(text, format, keys, mistakes);
  } catch (const StopReading&) {
    mistakes.throw_if_any();
    throw;
  }
}

}  // namespace portside::config
