// SPDX-License-Identifier: Apache-2.0
#include "http/client.hpp"

#include <algorithm>
#include <utility>

#include "http/async_call.hpp"
#include "http/client_core.hpp"
#include "http/event_loop.hpp"
#include "http/transfer.hpp"

namespace portside::http {
namespace {

Attempt ended_while_waiting(const CallContext& context) {
  Attempt attempt;
  attempt.end = context.time_left() > 0 ? Attempt::End::kCancelled : Attempt::End::kOverdue;
  return attempt;
}

}  // namespace

Client::Client(ClientOptions options)
    : core_(std::make_shared<ClientCore>(options)), loop_(std::move(options.loop)) {}

Client::~Client() {
  if (loop_) loop_->forget(core_->transport());
}

Attempt Client::attempt(const HttpRequest& request, const std::string& origin, ByteSink* body,
                        const Wants& wants, const CallContext& context, Millis limit) {
  auto handle = handles_.take(*core_->transport());
  const Millis begun = core_->begin_attempt(origin);
  try {
    Attempt attempt = transfer(*handle, *core_->transport(), request, body, wants, context, limit);
    core_->note(origin, attempt, begun);
    if (!attempt.was_repeated) handles_.give_back(std::move(handle));
    return attempt;
  } catch (...) {
    core_->note_none(origin);
    throw;
  }
}

HttpResponse Client::send(const HttpRequest& request, ByteSink* body, const CallContext& context,
                          const Wants& wants) {
  const std::string origin = core_->admit(request);
  for (unsigned number = 1;; ++number) {
    const Millis left = context.time_left();
    const Millis limit = request.timeout > 0 ? std::min(request.timeout, left) : left;
    const bool may_repeat = ClientCore::may_repeat(request, number);
    Attempt attempt = this->attempt(
        request, origin, body, may_repeat ? ClientCore::wants_final(wants) : wants, context, limit);
    const auto pause = may_repeat
                           ? core_->pause_before_next(attempt, origin, number, context.time_left())
                           : std::nullopt;
    if (pause && context.wait(*pause)) continue;
    if (pause) attempt = ended_while_waiting(context);
    HttpResponse response = core_->result(std::move(attempt), origin, limit);
    ClientCore::pass_on_kept_body(response, body, wants);
    return response;
  }
}

std::shared_ptr<AsyncCall> Client::start(HttpRequest request, AsyncOptions options, OnEnd on_end) {
  if (!loop_) throw AdapterError(ErrorCode::kInternal, "this HTTP client has no event loop");
  std::string origin = core_->admit(request);
  auto call = std::make_shared<AsyncCall>(core_, *loop_, std::move(request), std::move(origin),
                                          std::move(options), std::move(on_end));
  call->begin();
  return call;
}

}  // namespace portside::http
