// SPDX-License-Identifier: Apache-2.0
#include "runtime/call_threads.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "portside/api/error.hpp"

namespace portside::runtime {
namespace {

constexpr std::chrono::seconds kIdleTime{10};

}  // namespace

struct CallThreads::State {
  std::mutex mutex;
  std::condition_variable job_added;
  std::condition_variable thread_ended;
  std::deque<std::function<void()>> jobs;
  std::size_t idle = 0;
  std::size_t threads = 0;
  bool stopping = false;
};

CallThreads::CallThreads() : state_(std::make_shared<State>()) {}

CallThreads::~CallThreads() {
  stop(0);
}

void CallThreads::run(std::function<void()> job) {
  {
    const std::scoped_lock lock(state_->mutex);
    // Each waiting job has an idle thread that was told of it, or one of its own.
    if (state_->idle <= state_->jobs.size()) start_thread();
    state_->jobs.push_back(std::move(job));
  }
  // Not before: who is told while the mutex is held wakes up to wait for it.
  state_->job_added.notify_one();
}

/// With the mutex held.
void CallThreads::start_thread() {
  try {
    std::thread([state = state_] { work(state); }).detach();
  } catch (const std::system_error& error) {
    throw AdapterError(ErrorCode::kOverloaded,
                       std::string("the system gives no more threads: ") + error.what());
  }
  ++state_->threads;
}

void CallThreads::work(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  for (;;) {
    ++state->idle;
    const bool woken = state->job_added.wait_for(
        lock, kIdleTime, [&] { return !state->jobs.empty() || state->stopping; });
    --state->idle;
    if (state->jobs.empty()) {
      if (woken && !state->stopping) continue;
      break;
    }
    {
      const std::function<void()> job = std::move(state->jobs.front());
      state->jobs.pop_front();
      lock.unlock();
      job();
    }
    lock.lock();
  }
  --state->threads;
  state->thread_ended.notify_all();
}

bool CallThreads::stop(Millis duration) {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->job_added.notify_all();
  return state_->thread_ended.wait_for(lock, std::chrono::milliseconds(duration),
                                       [this] { return state_->threads == 0; });
}

}  // namespace portside::runtime
