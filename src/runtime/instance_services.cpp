// SPDX-License-Identifier: Apache-2.0
#include "runtime/instance_services.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "call/system_clock.hpp"
#include "crypto/digest.hpp"
#include "http/client.hpp"
#include "http/url.hpp"
#include "portside/api/error.hpp"
#include "process/child_process.hpp"
#include "runtime/ended_call.hpp"

namespace portside::runtime {
namespace {

namespace fs = std::filesystem;

void make_private_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (!error && fs::create_directory(folder, error)) {
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  if (error) {
    throw AdapterError(ErrorCode::kIo, "cannot make the folder " + folder.string() + ": " +
                                           error.message() + "; check who may write above it");
  }
}

}  // namespace

InstanceServices::InstanceServices(std::string instance_id, const HostOptions& options,
                                   HttpDefaults http, log::Logger logger,
                                   std::shared_ptr<KeyValues> state,
                                   std::shared_ptr<SharedLoop> loop)
    : instance_id_(std::move(instance_id)),
      loop_(std::move(loop)),
      http_defaults_(std::move(http)),
      logger_(std::move(logger)),
      state_(std::move(state)),
      now_(options.now ? options.now : &system_now),
      make_http_client_(options.make_http_client),
      data_root_(options.data_dir),
      temp_root_(options.temp_dir) {}

void InstanceServices::log(LogLevel level, std::string_view message, const Json& fields) noexcept {
  logger_.write(level, message, fields);
}

Millis InstanceServices::now() const noexcept {
  return now_();
}

HttpClient& InstanceServices::http(const HttpOptions& options) {
  if (!configuring_) {
    throw AdapterError(ErrorCode::kPluginContract,
                       instance_id_ +
                           ": http() was called outside configure(); make the client "
                           "there and keep it");
  }
  HttpOptions completed = options;
  if (completed.ca_file.empty()) completed.ca_file = http_defaults_.ca_file;
  if (completed.proxy.empty()) completed.proxy = http_defaults_.proxy.reveal();
  if (completed.insecure) {
    logger_.warning(
        "it accepts any certificate (insecure), so anybody on the way can read and change "
        "what it sends; name the right authority in ca_file instead");
  }
  std::set<std::string> origins;
  for (const std::string& origin : options.origins) {
    origins.insert(http::parse_url(origin).origin());
  }
  std::shared_ptr<HttpClient> client = make_client(completed);
  if (client == nullptr) {
    throw AdapterError(ErrorCode::kUnsupported,
                       instance_id_ + ": this host made no HTTP client for the plugin");
  }
  const std::scoped_lock lock(mutex_);
  return *http_clients_.emplace_back(MadeClient{std::move(origins), std::move(client)}).client;
}

/// The first client with an origin that matches.
template <typename Matches>
std::shared_ptr<HttpClient> InstanceServices::client_where(const Matches& matches) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find_if(http_clients_, [&](const MadeClient& made) {
    return std::ranges::any_of(made.origins, matches);
  });
  return found == http_clients_.end() ? nullptr : found->client;
}

std::shared_ptr<HttpClient> InstanceServices::client_for(const std::string& url) {
  http::check_url_characters(url);
  auto client = client_where(
      [&](const std::string& origin) { return http::begins_with_origin(url, origin); });
  if (client) return client;
  const std::string wanted = http::parse_url(url).origin();
  return client_where([&](const std::string& origin) { return origin == wanted; });
}

std::shared_ptr<HttpClient> InstanceServices::make_client(const HttpOptions& options) const {
  if (make_http_client_) return make_http_client_(instance_id_, options);
  std::string no_proxy;
  for (const std::string& host : http_defaults_.no_proxy) {
    no_proxy += (no_proxy.empty() ? "" : ",") + host;
  }
  return std::make_shared<http::Client>(
      http::ClientOptions{.http = options, .no_proxy = std::move(no_proxy), .loop = loop_->get()});
}

Crypto& InstanceServices::crypto() {
  return crypto::plugin_crypto();
}

std::string InstanceServices::data_dir() {
  if (data_root_.empty()) {
    throw AdapterError(ErrorCode::kUnsupported,
                       instance_id_ +
                           ": this host keeps no data for plugins (HostOptions::data_dir "
                           "is empty)");
  }
  const fs::path folder = fs::path(data_root_) / "data" / instance_id_;
  const std::scoped_lock lock(data_dir_mutex_);
  make_private_folder(folder);
  return folder.string();
}

std::string InstanceServices::temp_dir(const CallContext& context) {
  std::string path = (fs::path(temp_root_) / "portside-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) {
    throw AdapterError(ErrorCode::kIo, "cannot make a temporary folder in " + temp_root_ + ": " +
                                           std::strerror(errno) +
                                           "; name another one in HostOptions::temp_dir");
  }
  const std::scoped_lock lock(mutex_);
  temp_dirs_.emplace(&context, path);
  ++temp_dir_count_;
  return path;
}

void InstanceServices::call_ended(const CallContext* context) noexcept {
  if (temp_dir_count_ == 0) return;
  // Taken out one by one: client_for() is not to wait for a slow disk.
  while (const auto folder = take_temp_dir(context)) {
    std::error_code error;
    fs::remove_all(folder.mapped(), error);
    if (error) {
      logger_.warning("cannot remove the temporary folder " + folder.mapped() + ": " +
                      error.message());
    }
  }
}

InstanceServices::TempDirs::node_type InstanceServices::take_temp_dir(const CallContext* context) {
  const std::scoped_lock lock(mutex_);
  const auto found = temp_dirs_.find(context);
  if (found == temp_dirs_.end()) return {};
  --temp_dir_count_;
  return temp_dirs_.extract(found);
}

std::int32_t InstanceServices::run_child(const ChildCommand& command, ByteSink& out, ByteSink& err,
                                         const CallContext& context) {
  const process::ChildExit exit =
      process::run(command, process::Environment::kGiven, out, err, context);
  if (exit.stopped) throw ended_call(context, command.argv.front() + " ran");
  return exit.signal != 0 ? -exit.signal : exit.status;
}

void* InstanceServices::extension(const char*) noexcept {
  return nullptr;
}

}  // namespace portside::runtime
