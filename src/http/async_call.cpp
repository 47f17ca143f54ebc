// SPDX-License-Identifier: Apache-2.0
#include "http/async_call.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "http/client_core.hpp"
#include "http/event_loop.hpp"

namespace portside::http {

AsyncCall::AsyncCall(std::shared_ptr<ClientCore> core, EventLoop& loop, HttpRequest request,
                     std::string origin, AsyncOptions options, OnEnd on_end)
    : core_(std::move(core)),
      loop_(loop),
      request_(std::move(request)),
      origin_(std::move(origin)),
      options_(std::move(options)),
      on_end_(std::move(on_end)),
      end_(Clock::now() + std::chrono::milliseconds(options_.limit)) {}

void AsyncCall::cancel() {
  const std::scoped_lock lock(mutex_);
  cancelled_ = true;
  if (!ended_) loop_.cancel(job_);
}

void AsyncCall::begin() {
  attempt();
}

Millis AsyncCall::left() const {
  return std::chrono::ceil<std::chrono::milliseconds>(end_ - Clock::now()).count();
}

Millis AsyncCall::limit() const {
  return request_.timeout > 0 ? std::min(request_.timeout, left()) : left();
}

void AsyncCall::attempt() {
  try {
    begun_ = core_->begin_attempt(origin_);
  } catch (...) {
    // Not at once: on_end is called on the loop's thread, and after start() has returned.
    const std::scoped_lock lock(mutex_);
    job_ = loop_.sleep(0, [self = shared_from_this(), refused = std::current_exception()](
                              const Attempt&, const auto&) { self->fail(refused); });
    return;
  }
  LoopRequest request;
  request.transport = core_->transport();
  request.request = std::shared_ptr<const HttpRequest>(shared_from_this(), &request_);
  request.origin = origin_;
  request.body = options_.body;
  if (ClientCore::may_repeat(request_, number_)) request.wants = ClientCore::wants_final({});
  request.traceparent = options_.traceparent;
  request.limit = limit();
  const std::scoped_lock lock(mutex_);
  job_ = loop_.start(std::move(request),
                     [self = shared_from_this()](Attempt attempt, const auto& thrown) {
                       self->attempt_ended(std::move(attempt), thrown);
                     });
  if (cancelled_) loop_.cancel(job_);
}

void AsyncCall::attempt_ended(Attempt attempt, const std::exception_ptr& thrown) {
  if (thrown) {
    core_->note_none(origin_);
    return fail(thrown);
  }
  core_->note(origin_, attempt, begun_);
  const auto pause = ClientCore::may_repeat(request_, number_)
                         ? core_->pause_before_next(attempt, origin_, number_, left())
                         : std::nullopt;
  if (pause) {
    const std::scoped_lock lock(mutex_);
    job_ = loop_.sleep(*pause, [self = shared_from_this()](Attempt slept, const auto&) {
      self->slept(std::move(slept));
    });
    if (cancelled_) loop_.cancel(job_);
    return;
  }
  end(std::move(attempt));
}

void AsyncCall::slept(Attempt attempt) {
  if (attempt.end != Attempt::End::kOverdue) return end(std::move(attempt));
  ++number_;
  this->attempt();
}

/// No attempt follows.
void AsyncCall::end(Attempt attempt) {
  AsyncResult result;
  try {
    result.response = core_->result(std::move(attempt), origin_, options_.limit);
    ClientCore::pass_on_kept_body(result.response, options_.body.get(), {});
  } catch (...) {
    return fail(std::current_exception());
  }
  finish(std::move(result));
}

void AsyncCall::finish(AsyncResult result) {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  on_end_(std::move(result));
}

void AsyncCall::fail(const std::exception_ptr& error) {
  AsyncResult result;
  try {
    std::rethrow_exception(error);
  } catch (const AdapterError& known) {
    result.error = known;
  } catch (const std::exception& other) {
    result.error = AdapterError(ErrorCode::kInternal,
                                origin_ + ": its answer could not be taken in: " + other.what());
  } catch (...) {
    result.error =
        AdapterError(ErrorCode::kInternal, origin_ + ": its answer could not be taken in");
  }
  finish(std::move(result));
}

}  // namespace portside::http
