// SPDX-License-Identifier: Apache-2.0
//
// The other side of the remote processors' HTTP API: turns any Processor into a function from
// request to answer, for whatever HTTP server is there.
//
//   sdk::RemoteProcessor api(processor, options);
//   HttpResponse answer = api.handle(request, context);   // of POST /abstractmetadata, ...
//
//   GET  /artifacttype      -> {"ArtifactType": "ROCKET", "Error": ""}
//   GET  /additiontypes     -> {"AdditionTypes": ["README.MD"], "Error": ""}
//   POST /abstractmetadata  <- {"Registry": {"url", "authorization"}, "manifest": base64,
//                               "Artifact": {...}}
//                           -> {"Artifact": {...}, "Error": ""}
//   POST /abstractaddition  <- {"Registry", "Artifact", "AdditionType": "README.MD"}
//                           -> {"Addition": {"Content": base64, "ContentType": "..."}, "Error": ""}
//
// Additions are asked for in any case, and the processor sees its own spelling; one that it does
// not name is answered with 501, as everything that it throws kUnsupported for.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "portside/api/call_context.hpp"
#include "portside/api/http_client.hpp"
#include "portside/api/processor.hpp"

namespace portside::sdk {

/// The registry that a request lets the processor read.
struct RemoteRegistry {
  /// `scheme://host[:port]`; "" when the request gives no access.
  std::string url;
  /// A value for the Authorization header; a secret, good for this request only.
  std::string authorization;
  /// Of the artifact.
  std::string repository;
};

struct RemoteProcessorOptions {
  /// The Authorization header that callers have to send; "" when they need none. A secret.
  std::string authorization;
  /// Bytes of a request's body; more is answered with 413.
  std::uint64_t max_body = std::uint64_t{16} << 20U;
  /// Makes access to the registry of a request; null, or null from it: the processor's attempts to
  /// read throw kUnsupported.
  std::function<std::shared_ptr<RegistryAccess>(const RemoteRegistry&)> open_registry = {};
};

/// Answers the requests of the API. A pure function but for what the processor does; by several
/// threads at once. Never throws: what goes wrong is an answer with a status that tells the caller
/// whether to ask again, and `{"Error": "..."}`.
class RemoteProcessor {
 public:
  /// `processor` is configured, and outlives this.
  RemoteProcessor(Processor& processor, RemoteProcessorOptions options);

  /// `request.url` is the path, with whatever stands in front of the endpoint's name, and the
  /// query.
  HttpResponse handle(const HttpRequest& request, const CallContext& context) const noexcept;

 private:
  HttpResponse answer(const HttpRequest& request, const CallContext& context) const;
  bool is_admitted(const HttpRequest& request) const;
  HttpResponse artifact_type(const HttpRequest& request, const CallContext& context) const;
  HttpResponse addition_types(const HttpRequest& request, const CallContext& context) const;
  HttpResponse abstract_metadata(const HttpRequest& request, const CallContext& context) const;
  HttpResponse abstract_addition(const HttpRequest& request, const CallContext& context) const;
  /// Never null.
  std::shared_ptr<RegistryAccess> open(const RemoteRegistry& registry) const;

  Processor& processor_;
  const RemoteProcessorOptions options_;
};

}  // namespace portside::sdk
