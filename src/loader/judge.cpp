// SPDX-License-Identifier: Apache-2.0
#include "loader/judge.hpp"

#include <optional>
#include <variant>

#include "loader/byte_source.hpp"
#include "loader/note_reader.hpp"
#include "loader/note_text.hpp"
#include "loader/plugin_file.hpp"
#include "loader/printable.hpp"

namespace portside::loader {
namespace {

std::string sentence_about(const std::string& path, const Refusal& refusal) {
  return printable(path) + ": " + refusal.sentence;
}

std::optional<Refusal> judge_content(const PluginFile& opened, const HostAbi& host,
                                     JudgedFile& file) {
  const FileBytes bytes(opened.fd.get(), static_cast<std::uint64_t>(opened.status.st_size));
  auto note = read_note(BufferedBytes(bytes));
  if (auto* refusal = std::get_if<Refusal>(&note)) return std::move(*refusal);
  file.note = std::get<abi::PluginNote>(note);
  file.name = printable(text_of(file.note->name));
  return check_note(*file.note, host);
}

std::optional<Refusal> judge_trust(const PluginFile& opened, PathTrust& trust, JudgedFile& file) {
  auto distrust = trust.check(opened.real_path, opened.status);
  if (!distrust && opened.link) distrust = trust.check(opened.link->real_path, opened.link->status);
  if (!distrust || trust.mode() == TrustMode::kStrict) return distrust;
  file.warning = sentence_about(file.path, *distrust);
  return std::nullopt;
}

std::optional<Refusal> judge(int folder_fd, const HostAbi& host, PathTrust& trust,
                             JudgedFile& file) {
  auto opening = open_plugin_file(file.path, folder_fd, trust);
  if (auto* refusal = std::get_if<Refusal>(&opening)) return std::move(*refusal);
  auto& opened = std::get<PluginFile>(opening);
  if (auto refusal = judge_content(opened, host, file)) return refusal;
  if (auto refusal = judge_trust(opened, trust, file)) return refusal;
  file.identity = FileIdentity::of(opened.status);
  file.real_path = std::move(opened.real_path);
  return std::nullopt;
}

}  // namespace

JudgedFile judge_file(const std::string& path, int folder_fd, const HostAbi& host,
                      PathTrust& trust) {
  JudgedFile file;
  file.path = path;
  if (const auto refusal = judge(folder_fd, host, trust, file)) {
    reject(file, PluginState::kRefused, *refusal);
  } else {
    file.state = PluginState::kAvailable;
  }
  return file;
}

void reject(JudgedFile& file, PluginState state, const Refusal& refusal) {
  file.state = state;
  file.reason_code = refusal.reason;
  file.reason = sentence_about(file.path, refusal);
}

PluginInfo info_of(const JudgedFile& file) {
  PluginInfo info = file.note ? describe_note(*file.note) : PluginInfo{};
  info.state = file.state;
  info.reason_code = file.reason_code;
  info.reason = file.reason;
  info.path = file.path;
  return info;
}

}  // namespace portside::loader
