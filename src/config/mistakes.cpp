// SPDX-License-Identifier: Apache-2.0
#include "config/mistakes.hpp"

#include <algorithm>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::config {
namespace {

constexpr std::size_t kMaxMistakes = 100;
constexpr std::size_t kMaxShown = 80;

bool is_plain_key(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '@';
  });
}

/// `plugins.dirs[1]`, `plugins.files."acme.so"`.
std::string dotted_place(const Path& path) {
  std::string out;
  for (const Step& step : path) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      out += "[" + std::to_string(*index) + "]";
      continue;
    }
    const auto key = std::get<std::string_view>(step);
    if (!out.empty()) out += '.';
    out += is_plain_key(key) ? shortened(key) : quoted(key);
  }
  return out;
}

/// A JSON pointer (RFC 6901): `/plugins/dirs/1`.
std::string pointer_place(const Path& path) {
  std::string out;
  for (const Step& step : path) {
    out += '/';
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      out += std::to_string(*index);
      continue;
    }
    for (const char c : shortened(std::get<std::string_view>(step))) {
      if (c == '~') {
        out += "~0";
      } else if (c == '/') {
        out += "~1";
      } else {
        out += c;
      }
    }
  }
  return out;
}

/// Control characters could forge lines or move the cursor of a terminal.
void append_escape(unsigned char control, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out += "\\u00";
  out += kHex[control >> 4U];
  out += kHex[control & 0xfU];
}

std::size_t cut_before_character(std::string_view text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U) --at;
  return at;
}

}  // namespace

Mistakes::Mistakes(std::string origin, ConfigFormat format)
    : origin_(std::move(origin)), format_(format) {}

void Mistakes::add(const Path& path, int line, std::string_view sentence) {
  if (lines_.size() == kMaxMistakes) {
    lines_.push_back(origin_ + ": there are more mistakes; correct these first");
    throw StopReading{};
  }
  std::string text = origin_;
  if (line > 0) text += ":" + std::to_string(line);
  const std::string place =
      format_ == ConfigFormat::kYaml ? dotted_place(path) : pointer_place(path);
  if (!place.empty()) text += ": " + place;
  text += ": ";
  text += sentence;
  lines_.push_back(std::move(text));
}

void Mistakes::stop(const Path& path, int line, std::string_view sentence) {
  add(path, line, sentence);
  throw StopReading{};
}

void Mistakes::throw_if_any() const {
  if (lines_.empty()) return;
  std::string all;
  for (const std::string& line : lines_) {
    if (!all.empty()) all += '\n';
    all += line;
  }
  throw AdapterError(ErrorCode::kConfigInvalid, lines_.front(), std::move(all));
}

std::string shortened(std::string_view text) {
  const bool cut = text.size() > kMaxShown;
  if (cut) text = text.substr(0, cut_before_character(text, kMaxShown));
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte < 0x20 || byte == 0x7f) {
      append_escape(byte, out);
    } else if (byte == 0xc2 && next >= 0x80 && next < 0xa0) {  // U+0080 to U+009F
      append_escape(next, out);
      ++i;
    } else {
      out += text[i];
    }
  }
  if (cut) out += "...";
  return out;
}

std::string quoted(std::string_view text) {
  return '"' + shortened(text) + '"';
}

}  // namespace portside::config
