// SPDX-License-Identifier: Apache-2.0
#include "portside/sdk/remote_processor.hpp"

#include <exception>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"
#include "portside/sdk/artifact_json.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/authorization.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_members.hpp"
#include "sdk/no_registry_access.hpp"
#include "sdk/remote_request.hpp"

namespace portside::sdk {
namespace {

HttpResponse json_answer(std::int32_t status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = std::move(body);
  return response;
}

HttpResponse error_answer(std::int32_t status, const std::string& sentence) {
  return json_answer(status, R"({"Error":)" + json_quoted(sentence) + "}");
}

/// `member` is what the endpoint answers with, `"ArtifactType":"ROCKET"`.
HttpResponse success(const std::string& member) {
  return json_answer(200, "{" + member + R"(,"Error":""})");
}

/// The status that says to the caller who has to act, and whether asking again can help.
std::int32_t status_of(const AdapterError& error) noexcept {
  switch (error.code) {
    case ErrorCode::kUnsupported: return 501;
    case ErrorCode::kInvalidArgument: return 400;
    case ErrorCode::kTooLarge: return 413;
    case ErrorCode::kScannerRateLimited:
    case ErrorCode::kRegistryRateLimited: return 429;
    case ErrorCode::kDeadlineExceeded: return 504;
    case ErrorCode::kPluginException:
    case ErrorCode::kPluginUnknownException:
    case ErrorCode::kInternal: return 500;
    default: return error.can_retry || error.code == ErrorCode::kCancelled ? 503 : 422;
  }
}

HttpResponse answer_to(const AdapterError& error) {
  HttpResponse response = error_answer(status_of(error), error.message);
  if (error.can_retry && error.retry_after) {
    const Millis seconds = (*error.retry_after + 999) / 1'000;
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
  }
  return response;
}

/// "" for a bare secret, which has none.
std::string scheme_of(std::string_view authorization) {
  const std::string value = authorization_value(authorization);
  const std::size_t blank = value.find(' ');
  const bool has_both = value.find_first_not_of(' ', blank) != std::string::npos;
  return has_both ? value.substr(0, blank) : std::string();
}

/// The addition in the processor's spelling. Throws kUnsupported for one that it does not name.
std::string named_addition(const std::vector<std::string>& names, const std::string& asked) {
  std::string list;
  for (const std::string& name : names) {
    if (is_same_in_any_case(name, asked)) return name;
    list += (list.empty() ? "" : ", ") + name;
  }
  throw AdapterError(ErrorCode::kUnsupported,
                     "the artifact has no such addition; it has " + (list.empty() ? "none" : list));
}

}  // namespace

RemoteProcessor::RemoteProcessor(Processor& processor, RemoteProcessorOptions options)
    : processor_(processor), options_(std::move(options)) {}

HttpResponse RemoteProcessor::handle(const HttpRequest& request,
                                     const CallContext& context) const noexcept {
  try {
    try {
      return answer(request, context);
    } catch (const AdapterError& error) {
      return answer_to(error);
    } catch (const std::exception& error) {
      return error_answer(500, std::string("the processor failed: ") + error.what());
    } catch (...) {
      return error_answer(500, "the processor failed");
    }
  } catch (...) {  // there is not even memory for a sentence
    HttpResponse response;
    response.status = 500;
    return response;
  }
}

HttpResponse RemoteProcessor::answer(const HttpRequest& request, const CallContext& context) const {
  if (!is_admitted(request)) {
    HttpResponse response = error_answer(401, "the Authorization header is missing or wrong");
    const std::string scheme = scheme_of(options_.authorization);
    if (!scheme.empty()) response.headers.emplace_back("WWW-Authenticate", scheme);
    return response;
  }
  struct Endpoint {
    std::string_view name;
    std::string_view method;
    HttpResponse (RemoteProcessor::*answer)(const HttpRequest&, const CallContext&) const;
  };
  static constexpr Endpoint kEndpoints[] = {
      {"artifacttype", "GET", &RemoteProcessor::artifact_type},
      {"additiontypes", "GET", &RemoteProcessor::addition_types},
      {"abstractmetadata", "POST", &RemoteProcessor::abstract_metadata},
      {"abstractaddition", "POST", &RemoteProcessor::abstract_addition}};
  for (const Endpoint& endpoint : kEndpoints) {
    if (endpoint.name != endpoint_name(request.url)) continue;
    if (endpoint.method != request.method) {
      HttpResponse response = error_answer(405, "this endpoint takes another method");
      response.headers.emplace_back("Allow", endpoint.method);
      return response;
    }
    if (request.body.size() > options_.max_body) {
      return error_answer(413, "the request has more than " + std::to_string(options_.max_body) +
                                   " bytes, the most that is read");
    }
    return (this->*endpoint.answer)(request, context);
  }
  return error_answer(404, "there is no such endpoint");
}

bool RemoteProcessor::is_admitted(const HttpRequest& request) const {
  if (options_.authorization.empty()) return true;
  const std::string shown =
      authorization_value(header_of(request.headers, "Authorization").value_or(""));
  return is_same_secret(shown, authorization_value(options_.authorization));
}

HttpResponse RemoteProcessor::artifact_type(const HttpRequest& request,
                                            const CallContext& context) const {
  const std::string type = processor_.artifact_type(artifact_of_get(request), context);
  return success(R"("ArtifactType":)" + json_quoted(type));
}

HttpResponse RemoteProcessor::addition_types(const HttpRequest& request,
                                             const CallContext& context) const {
  std::string names;
  for (const std::string& name : processor_.addition_types(artifact_of_get(request), context)) {
    names += (names.empty() ? "" : ",") + json_quoted(name);
  }
  return success(R"("AdditionTypes":[)" + names + "]");
}

HttpResponse RemoteProcessor::abstract_metadata(const HttpRequest& request,
                                                const CallContext& context) const {
  RemoteRequest asked = parse_metadata_request(request.body);
  const std::shared_ptr<RegistryAccess> registry = open(asked.registry);
  apply(processor_.abstract_metadata(asked.manifest, asked.artifact, *registry, context),
        asked.artifact);
  return success(R"("Artifact":)" + artifact_to_json(asked.artifact));
}

HttpResponse RemoteProcessor::abstract_addition(const HttpRequest& request,
                                                const CallContext& context) const {
  const RemoteRequest asked = parse_addition_request(request.body);
  const std::string name =
      named_addition(processor_.addition_types(asked.artifact, context), asked.addition_type);
  const std::shared_ptr<RegistryAccess> registry = open(asked.registry);
  return success(R"("Addition":)" + addition_to_json(processor_.abstract_addition(
                                        asked.artifact, name, *registry, context)));
}

std::shared_ptr<RegistryAccess> RemoteProcessor::open(const RemoteRegistry& registry) const {
  std::shared_ptr<RegistryAccess> access;
  if (!registry.url.empty() && options_.open_registry) access = options_.open_registry(registry);
  return access != nullptr ? access : std::make_shared<NoRegistryAccess>(registry);
}

}  // namespace portside::sdk
