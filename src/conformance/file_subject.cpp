// SPDX-License-Identifier: Apache-2.0
#include "conformance/file_subject.hpp"

#include <cstring>
#include <utility>
#include <variant>

#include "loader/handshake.hpp"
#include "loader/path_trust.hpp"
#include "loader/plugin_loader.hpp"
#include "portside/api/error.hpp"

namespace portside::conformance {
namespace {

loader::JudgedFile judge(const std::string& path, const TrustOptions& options) {
  loader::PathTrust trust(options);
  return loader::judge_file(path, -1, loader::HostAbi::of_this_build(), trust);
}

template <std::size_t N>
std::string bounded(const char (&text)[N]) {
  return {text, ::strnlen(text, N)};
}

/// Objects of one entry of the descriptor; what the constructor reports is thrown.
template <typename Interface>
std::function<std::shared_ptr<Interface>()> maker_of(
    std::shared_ptr<const loader::LoadedPlugin> plugin, const abi::KindEntry& entry) {
  return [plugin = std::move(plugin), &entry]() -> std::shared_ptr<Interface> {
    abi::CreateError error{};
    void* const made = entry.create(&error);
    if (made != nullptr) {
      return {static_cast<Interface*>(made),
              [destroy = entry.destroy](Interface* object) { destroy(object); }};
    }
    throw AdapterError(static_cast<ErrorCode>(error.code), bounded(error.message),
                       bounded(error.detail));
  };
}

}  // namespace

FileSubject::FileSubject(const std::string& path, const TrustOptions& trust,
                         std::function<void(std::string_view)> on_stage)
    : judged_(judge(path, trust)), on_stage_(std::move(on_stage)) {}

bool FileSubject::is_fit() const noexcept {
  return judged_.state == PluginState::kAvailable;
}

void FileSubject::stage(std::string_view what) const {
  if (on_stage_) on_stage_(what);
}

const FileSubject::Loading& FileSubject::load() const {
  if (loading_) return *loading_;
  if (!is_fit()) return loading_.emplace(Loading{nullptr, judged_.reason_code, judged_.reason});
  stage("loading the file");
  auto outcome = loader::load_plugin(judged_);
  if (auto* refusal = std::get_if<loader::Refusal>(&outcome)) {
    return loading_.emplace(
        Loading{nullptr, refusal->reason, judged_.path + ": " + refusal->sentence});
  }
  return loading_.emplace(
      Loading{std::get<std::shared_ptr<const loader::LoadedPlugin>>(outcome), {}, {}});
}

Obstacle FileSubject::loaded(std::shared_ptr<const loader::LoadedPlugin>& plugin) const {
  plugin = load().plugin;
  if (plugin != nullptr) return std::nullopt;
  return skipped("the plugin cannot be loaded",
                 "see note-present, load-now and note-matches-descriptor");
}

std::vector<CheckSubject> subjects_of(const FileSubject& file, const Quirks& quirks,
                                      std::function<void(std::string_view)> on_stage) {
  std::vector<CheckSubject> subjects;
  const auto& plugin = file.load().plugin;
  if (plugin == nullptr) return subjects;
  for (const std::string& kind : loader::info_of(file.judged()).kinds) {
    const abi::KindEntry& entry = *plugin->entry(kind);
    CheckSubject subject;
    subject.kind = kind;
    if (kind == "scanner") {
      subject.make_scanner = maker_of<ScannerAdapter>(plugin, entry);
    } else {
      subject.make_processor = maker_of<Processor>(plugin, entry);
    }
    subject.concurrent = plugin->thread_model(kind) == abi::ThreadModel::kConcurrent;
    if (entry.config_schema != nullptr) subject.schema = entry.config_schema;
    subject.quirks = quirks;
    subject.own_process = true;
    subject.on_stage = on_stage;
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

}  // namespace portside::conformance
