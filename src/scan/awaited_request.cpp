// SPDX-License-Identifier: Apache-2.0
#include "scan/awaited_request.hpp"

#include <utility>

#include "http/client.hpp"
#include "portside/api/error.hpp"
#include "portside/host/call.hpp"
#include "scan/current_error.hpp"
#include "scan/no_answer.hpp"

namespace portside::scan {
namespace {

using OnEnd = std::function<void(Awaited)>;

Awaited without_answer(const AdapterError& error) {
  return {.response = no_answer(error)};
}

/// A request that must not be sent would never be answered.
Awaited refused(const std::string& adapter_id, const AdapterError& error) {
  if (error.code != ErrorCode::kInvalidArgument) return without_answer(error);
  return {.refused = AdapterError(
              ErrorCode::kPluginContract,
              adapter_id + " awaits a request that it may not send: " + error.message)};
}

void send_here(HttpClient& client, Job& job, const HttpRequest& request, Millis limit,
               const OnEnd& on_end) {
  Awaited awaited;
  {
    Call call({.deadline = limit});
    const Job::Running running(job, call);
    try {
      awaited.response = client.send(request, nullptr, call.context());
    } catch (const AdapterError& error) {
      awaited = refused(job.order().adapter_id, error);
    }
  }
  on_end(std::move(awaited));
}

std::shared_ptr<http::AsyncCall> start(ScanParts& parts, Job& job, HttpRequest request,
                                       Millis limit, const OnEnd& on_end) {
  const std::shared_ptr<HttpClient> client =
      parts.plugins.client_for(job.order().adapter_id, request.url);
  if (const auto own = std::dynamic_pointer_cast<http::Client>(client)) {
    return own->start(std::move(request), {.limit = limit}, [on_end](http::AsyncResult result) {
      on_end(result.error ? without_answer(*result.error)
                          : Awaited{.response = std::move(result.response)});
    });
  }
  send_here(*client, job, request, limit, on_end);
  return nullptr;
}

}  // namespace

std::shared_ptr<HttpClient> client_for(ScanParts& parts, const Job& job,
                                       const HttpRequest& request) noexcept {
  try {
    return parts.plugins.client_for(job.order().adapter_id, request.url);
  } catch (...) {
    return nullptr;
  }
}

bool holds_thread(const HttpClient* client) noexcept {
  return dynamic_cast<const http::Client*>(client) == nullptr;
}

std::shared_ptr<http::AsyncCall> send_awaited(ScanParts& parts, Job& job, HttpRequest request,
                                              Millis limit, OnEnd on_end) noexcept {
  try {
    return start(parts, job, std::move(request), limit, on_end);
  } catch (const AdapterError& error) {
    on_end(refused(job.order().adapter_id, error));
  } catch (...) {
    on_end(without_answer(current_error("the awaited request")));
  }
  return nullptr;
}

}  // namespace portside::scan
