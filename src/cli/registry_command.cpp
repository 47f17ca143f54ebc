// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <fstream>
#include <iomanip>
#include <ostream>
#include <system_error>
#include <utility>

#include "cli/commands.hpp"
#include "cli/environment.hpp"
#include "cli/image_copy.hpp"
#include "cli/stream_sink.hpp"
#include "oci/manifest.hpp"
#include "oci/reference.hpp"
#include "oci/registry_client.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "portside/host/config.hpp"
#include "words/quoted.hpp"
#include "words/word_list.hpp"

namespace portside::cli {
namespace {

using oci::Reference;
using words::shortened;

/// A client for the registry at `host`, or the configuration's when that is "".
oci::RegistryClient client_for(const RegistryCommand& command, const std::string& host) {
  Config config;
  if (!command.config.empty()) config = load_config(command.config, secrets_of_this_process());
  const RegistryOptions registry = choose_registry(config, command, host);
  oci::RegistryClientOptions options;
  options.url = registry.url;
  options.ca_file = registry.ca_file;
  options.client_cert = registry.client_cert;
  options.client_key = registry.client_key;
  options.min_tls = registry.min_tls;
  options.insecure = command.insecure;
  options.proxy = config.http.proxy.reveal();
  options.no_proxy = words::joined(config.http.no_proxy, ",");
  options.token_hosts = registry.token_hosts;
  options.foreign_hosts = registry.foreign_hosts;
  if (!registry.user.empty()) {
    options.credentials.kind = CredentialKind::kBasic;
    options.credentials.user = registry.user;
    options.credentials.secret = registry.password.reveal();
  }
  return oci::RegistryClient(std::move(options));
}

void print(std::ostream& out, const char* what, const std::string& value) {
  if (!value.empty()) out << std::left << std::setw(14) << what << shortened(value) << '\n';
}

void print_descriptor(std::ostream& out, const oci::Descriptor& descriptor) {
  out << "  " << descriptor.digest << ' ' << std::right << std::setw(12) << descriptor.size << "  "
      << shortened(descriptor.media_type);
  if (descriptor.platform) out << "  " << shortened(descriptor.platform->text());
  if (oci::is_attestation(descriptor)) out << "  (attestation)";
  if (!descriptor.urls.empty()) out << "  from " << shortened(descriptor.urls.front());
  out << '\n';
}

void print_manifest(std::ostream& out, const oci::FetchedManifest& fetched) {
  const oci::Manifest manifest = oci::parse_manifest(fetched.bytes, fetched.media_type);
  print(out, "digest", fetched.digest);
  print(out, "media type", manifest.media_type);
  print(out, "artifact type", manifest.artifact_type);
  if (manifest.subject) print(out, "subject", manifest.subject->digest);
  for (const auto& [key, value] : manifest.annotations) {
    out << "annotation    " << shortened(key) << ": " << shortened(value) << '\n';
  }
  if (manifest.is_index) {
    out << "manifests\n";
    for (const oci::Descriptor& each : manifest.manifests) print_descriptor(out, each);
    return;
  }
  out << "config\n";
  print_descriptor(out, manifest.config);
  out << "layers\n";
  for (const oci::Descriptor& layer : manifest.layers) print_descriptor(out, layer);
}

void fetch_blob(oci::RegistryClient& client, const Reference& blob, const std::string& file,
                const CallContext& context, std::ostream& out) {
  if (blob.digest.empty()) {
    throw AdapterError(ErrorCode::kInvalidArgument,
                       "a blob is named by its digest; expected REPOSITORY@sha256:...");
  }
  if (file.empty()) {
    StreamSink sink(out);
    return client.blob(blob.repository, blob.digest, std::nullopt, sink, context);
  }
  const std::string partial = file + ".partial";
  try {
    std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
    StreamSink sink(stream);
    client.blob(blob.repository, blob.digest, std::nullopt, sink, context);
    stream.close();
    if (stream && std::rename(partial.c_str(), file.c_str()) == 0) return;
  } catch (...) {
    std::remove(partial.c_str());
    throw;
  }
  const std::string cause = std::generic_category().message(errno);
  std::remove(partial.c_str());
  throw AdapterError(ErrorCode::kIo, file + ": cannot be written: " + cause);
}

/// A host alone is no reference: it would be a repository.
std::string host_of(const std::string& target) {
  if (target.empty()) return {};
  std::string host = oci::parse_reference(target + "/x").registry;
  if (!host.empty()) return host;
  throw AdapterError(ErrorCode::kInvalidArgument, words::quoted(target) + " is no HOST[:PORT]");
}

}  // namespace

ExitCode run(const RegistryCommand& command, const Program&, const Terminal& terminal) {
  using Action = RegistryCommand::Action;
  const Call call({.deadline = Millis{command.timeout} * 1'000});
  if (command.action == Action::kPing) {
    client_for(command, host_of(command.target)).ping(call.context());
    terminal.out << "the registry is there\n";
    return ExitCode::kFine;
  }
  if (command.action == Action::kRepositories) {
    constexpr std::size_t kMaxRepositories = 1'000'000;
    oci::RegistryClient client = client_for(command, host_of(command.target));
    for (const std::string& name : client.repositories(kMaxRepositories, call.context())) {
      terminal.out << shortened(name) << '\n';
    }
    return ExitCode::kFine;
  }
  const Reference target = oci::parse_reference(command.target);
  oci::RegistryClient client = client_for(command, target.registry);
  if (command.action == Action::kTags) {
    for (const std::string& tag : client.tags(target.repository, call.context())) {
      terminal.out << shortened(tag) << '\n';
    }
    return ExitCode::kFine;
  }
  if (command.action == Action::kBlob) {
    fetch_blob(client, target, command.output, call.context(), terminal.out);
    return ExitCode::kFine;
  }
  std::optional<oci::Platform> platform;
  if (!command.platform.empty()) platform = oci::parse_platform(command.platform);
  if (command.action == Action::kCopyOut) {
    copy_image(client, target, platform, command.output, call.context(), terminal.out);
    return ExitCode::kFine;
  }
  const std::string version = target.version().empty() ? "latest" : target.version();
  auto manifest = client.manifest(target.repository, version, call.context());
  if (platform) {
    manifest =
        manifest_for(client, target.repository, std::move(manifest), *platform, call.context());
  }
  if (command.raw) {
    terminal.out << manifest.bytes;
  } else {
    print_manifest(terminal.out, manifest);
  }
  return ExitCode::kFine;
}

}  // namespace portside::cli
