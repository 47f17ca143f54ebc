// SPDX-License-Identifier: Apache-2.0
#include "conformance/check_host.hpp"

#include <filesystem>
#include <utility>

#include "crypto/digest.hpp"
#include "portside/api/error.hpp"
#include "portside/testing/throw_if_over.hpp"

namespace portside::conformance {
namespace {

/// What is kept of the log: enough to look for secrets in.
constexpr std::size_t kMaxLog = std::size_t{8} << 20U;

}  // namespace

CheckHost::CheckHost(const testing::Quirks& quirks, std::string instance_id)
    : quirks_(quirks), instance_id_(std::move(instance_id)), backend_(usual_backend(quirks)) {}

std::string CheckHost::log_text() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

void CheckHost::log(LogLevel, std::string_view message, const Json& fields) noexcept {
  ++uses_;
  const std::lock_guard lock(mutex_);
  if (log_.size() < kMaxLog) log_.append(message).append(" ").append(fields.text).append("\n");
}

HttpClient& CheckHost::http(const HttpOptions&) {
  ++uses_;
  if (configuring_) return *this;
  throw AdapterError(ErrorCode::kPluginContract, "http() was called outside configure()");
}

HttpResponse CheckHost::send(const HttpRequest& request, ByteSink* body,
                             const CallContext& context) {
  ++uses_;
  ++requests_;
  testing::throw_if_over(context);
  return backend_(request, body, context);
}

HttpResponse CheckHost::send_awaited(const HttpRequest& request, const CallContext& context) {
  try {
    return send(request, nullptr, context);
  } catch (const AdapterError& error) {
    if (context.cancelled()) throw;
    HttpResponse none;
    none.extra.text = R"({"error":"no answer came"})";
    return none;
  }
}

KeyValues& CheckHost::state() {
  ++uses_;
  return state_;
}

Crypto& CheckHost::crypto() {
  return crypto::plugin_crypto();
}

std::string CheckHost::make_folder(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (!make_folders_) return "/nonexistent/portside-check";
  if (!folder_) folder_.emplace();
  std::string path = *folder_ / name;
  std::filesystem::create_directory(path);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

std::string CheckHost::data_dir() {
  ++uses_;
  return make_folder("data");
}

std::string CheckHost::temp_dir(const CallContext&) {
  ++uses_;
  return make_folder("call-" + std::to_string(++folders_));
}

std::int32_t CheckHost::run_child(const ChildCommand& command, ByteSink& out, ByteSink& err,
                                  const CallContext& context) {
  ++uses_;
  ++children_;
  testing::throw_if_over(context);
  if (children_stall_) wait_for_the_end(context);
  if (quirks_.run_child) return quirks_.run_child(command, out, err);
  throw AdapterError(ErrorCode::kIo, "the checks of a plugin start no programs");
}

}  // namespace portside::conformance
