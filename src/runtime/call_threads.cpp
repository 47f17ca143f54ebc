// SPDX-License-Identifier: Apache-2.0
#include "runtime/call_threads.hpp"

#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "portside/api/error.hpp"

namespace portside::runtime {
namespace {

constexpr std::chrono::seconds kIdleTime{10};

using Clock = std::chrono::steady_clock;

/// How often it is looked whether a thread has come to its end: that takes less, mostly. (glibc's
/// join with a bound takes the time of the system, which somebody may set.)
constexpr std::chrono::milliseconds kLookAgain{1};

}  // namespace

struct CallThreads::State {
  std::mutex mutex;
  std::condition_variable job_added;
  std::condition_variable thread_ended;
  std::deque<std::function<void()>> jobs;
  std::size_t idle = 0;
  std::size_t threads = 0;
  /// Have no more to do for us, but for their own ends: what thread_local objects and libraries
  /// (OpenSSL) keep for a thread goes only then, and must be gone before a process may exit.
  std::vector<pthread_t> ending;
  bool stopping = false;
  /// Nobody waits for those that still have something to do.
  bool left_behind = false;

  /// With the mutex held. Frees the stacks of those that are through; true when all are.
  bool join_ended() {
    std::erase_if(ending,
                  [](pthread_t thread) { return pthread_tryjoin_np(thread, nullptr) == 0; });
    return ending.empty();
  }
};

CallThreads::CallThreads() : state_(std::make_shared<State>()) {}

CallThreads::~CallThreads() {
  stop(0);
  const std::scoped_lock lock(state_->mutex);
  for (const pthread_t thread : state_->ending) pthread_detach(thread);
  state_->left_behind = true;
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

/// With the mutex held. (No std::thread: it can be joined only without a bound.)
void CallThreads::start_thread() {
  state_->join_ended();
  auto own = std::make_unique<std::shared_ptr<State>>(state_);
  pthread_t thread{};
  if (const int error = pthread_create(&thread, nullptr, &begin, own.get()); error != 0) {
    throw AdapterError(ErrorCode::kOverloaded, "the system gives no more threads: " +
                                                   std::system_category().message(error));
  }
  static_cast<void>(own.release());
  ++state_->threads;
}

void* CallThreads::begin(void* own) noexcept {
  const std::unique_ptr<std::shared_ptr<State>> state(static_cast<std::shared_ptr<State>*>(own));
  work(**state);
  return nullptr;
}

void CallThreads::work(State& state) {
  std::unique_lock lock(state.mutex);
  for (;;) {
    ++state.idle;
    const bool woken = state.job_added.wait_for(
        lock, kIdleTime, [&] { return !state.jobs.empty() || state.stopping; });
    --state.idle;
    if (state.jobs.empty()) {
      if (woken && !state.stopping) continue;
      break;
    }
    {
      const std::function<void()> job = std::move(state.jobs.front());
      state.jobs.pop_front();
      lock.unlock();
      job();
    }
    lock.lock();
  }
  if (state.left_behind) {
    pthread_detach(pthread_self());
  } else {
    state.join_ended();
    state.ending.push_back(pthread_self());
  }
  --state.threads;
  state.thread_ended.notify_all();
}

bool CallThreads::stop(Millis duration) {
  const auto end = Clock::now() + std::chrono::milliseconds(duration);
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->left_behind = false;
  state_->job_added.notify_all();
  const bool jobs_ended =
      state_->thread_ended.wait_until(lock, end, [this] { return state_->threads == 0; });
  state_->left_behind = !jobs_ended;
  while (!state_->join_ended() && Clock::now() < end) {
    lock.unlock();
    std::this_thread::sleep_for(kLookAgain);
    lock.lock();
  }
  return jobs_ended && state_->ending.empty();
}

}  // namespace portside::runtime
