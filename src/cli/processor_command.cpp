// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <mutex>
#include <regex>
#include <utility>

#include "cli/check_output.hpp"
#include "cli/commands.hpp"
#include "cli/interruption.hpp"
#include "config/file_text.hpp"
#include "config/service_url.hpp"
#include "conformance/service_check.hpp"
#include "http/client.hpp"
#include "http/url.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/config.hpp"
#include "portside/sdk/authorization.hpp"

namespace portside::cli {
namespace {

/// The largest that registries have to take.
constexpr std::size_t kMaxManifest = std::size_t{4} << 20U;

std::string read_manifest(const std::string& path) {
  std::string text = config::read_file(path, "the manifest", kMaxManifest + 1);
  if (text.size() <= kMaxManifest) return text;
  throw AdapterError(ErrorCode::kConfigInvalid,
                     path + ": found more than 4 MiB; expected a manifest");
}

conformance::ServiceSubject subject_of(const CheckServiceCommand& command) {
  config::ServiceUrl url;
  config::take_service_url(command.url, url);
  conformance::ServiceSubject subject;
  subject.url = url.base;
  subject.query = url.query;
  subject.media_type = command.media_type;
  subject.authorization_header = command.authorization_header;
  if (!command.authorization_file.empty()) {
    const Secret secret = read_secret_file(command.authorization_file);
    subject.authorization = sdk::authorization_value(secret.reveal());
  }
  if (!command.manifest.empty()) subject.manifest = read_manifest(command.manifest);
  return subject;
}

std::vector<std::string> chosen_ids(const std::string& only) {
  const std::regex filter(only);
  std::vector<std::string> ids;
  for (const conformance::ServiceCheck& check : conformance::all_service_checks()) {
    std::string id(check.id);
    if (std::regex_search(id, filter)) ids.push_back(std::move(id));
  }
  return ids;
}

/// The host's HTTP client, but for its patience: it asks again however often a service did not
/// answer, so that one broken rule fails one check.
class TirelessClient final : public HttpClient {
 public:
  explicit TirelessClient(HttpOptions options) : options_(std::move(options)) { renew(); }

  HttpResponse send(const HttpRequest& request, ByteSink* body,
                    const CallContext& context) override {
    const std::shared_ptr<http::Client> client = current();
    try {
      return client->send(request, body, context);
    } catch (const AdapterError& error) {
      // A new client has not seen the server fail.
      if (error.code == ErrorCode::kScannerUnreachable) renew();
      throw;
    }
  }

 private:
  std::shared_ptr<http::Client> current() {
    const std::scoped_lock lock(mutex_);
    return client_;
  }
  void renew() {
    http::ClientOptions options;
    options.http = options_;
    auto client = std::make_shared<http::Client>(std::move(options));
    const std::scoped_lock lock(mutex_);
    client_ = std::move(client);
  }

  const HttpOptions options_;
  std::mutex mutex_;
  std::shared_ptr<http::Client> client_;
};

}  // namespace

ExitCode run(const CheckServiceCommand& command, const Program&, const Terminal& terminal) {
  const conformance::ServiceSubject subject = subject_of(command);
  HttpOptions options;
  options.origins = {http::parse_url(subject.url).origin()};
  options.ca_file = command.ca_file;
  TirelessClient client(std::move(options));
  Interruption interruption;
  Call call({.deadline = Millis{command.timeout} * 1'000});
  interruption.watch([&call] { call.cancel(); });
  const auto reports =
      conformance::check_service(subject, chosen_ids(command.only), client, call.context());
  if (command.json) {
    terminal.out << to_json(subject.url, reports, "url");
  } else {
    print_checks(terminal, subject.url, reports);
  }
  return conformance::conforms(reports) ? ExitCode::kFine : ExitCode::kCheckFailed;
}

}  // namespace portside::cli
