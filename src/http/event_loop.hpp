// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "http/exchange.hpp"
#include "http/lookup_gate.hpp"
#include "http/shard.hpp"

namespace portside::http {

/// One request for the loop.
struct LoopRequest {
  std::shared_ptr<const Transport> transport;
  /// One that check_request() let through.
  std::shared_ptr<const HttpRequest> request;
  /// Of its URL (Url::origin()).
  std::string origin;
  /// Written to on the loop's thread; null: the body is kept as HttpRequest::max_body allows.
  std::shared_ptr<ByteSink> body = {};
  Wants wants = {};
  std::string traceparent = {};
  /// Milliseconds, from start().
  Millis limit = 0;
};

/// Sends any number of requests at once on one thread of its own: a request under way costs a
/// connection and some 20 KiB, no thread. [any]
class EventLoop {
 public:
  using Id = std::uint64_t;
  /// Called once for each request, on the loop's thread: to be short, and not to throw. The second
  /// is what the body's sink threw, or null.
  using Done = std::function<void(Attempt, std::exception_ptr)>;

  /// Starts the thread. Throws kInternal.
  EventLoop();
  /// Ends what is under way as cancelled, and the thread. Not to be called on that thread.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  Id start(LoopRequest request, Done done);

  /// Calls `done` as overdue after `pause` milliseconds.
  Id sleep(Millis pause, Done done);

  /// Ends a request or a sleep as cancelled, unless it has ended.
  void cancel(Id id);

  /// No request comes with this transport any more: its connections are closed when the last one
  /// has ended.
  void forget(const std::shared_ptr<const Transport>& transport);

 private:
  using Clock = Exchange::Clock;

  struct Entry {
    Id id = 0;
    LoopRequest request;
    Done done;
    Clock::time_point end;
    /// When it is looked at next; its place in wakes_.
    Clock::time_point wake;
    /// Counted in gate_ as one that looks up a name.
    bool looks_up = false;
    Shard* shard = nullptr;
    CURL* easy = nullptr;
    /// The easy handle is in the shard's multi handle.
    bool added = false;
    std::optional<Exchange> exchange = std::nullopt;
  };
  struct Command {
    enum class Kind : std::uint8_t { kStart, kCancel, kForget };
    Kind kind;
    Id id = 0;
    std::unique_ptr<Entry> entry = {};
    std::shared_ptr<const Transport> transport = {};
  };

  Id enqueue(std::unique_ptr<Entry> entry);
  void post(Command command);
  void run() noexcept;
  void wait();
  void take_commands();
  void admit(std::unique_ptr<Entry> entry);
  void begin(Entry& entry);
  Shard& shard_for(const std::shared_ptr<const Transport>& transport);
  void run_timers();
  void take_ended();
  void note_version(const Entry& entry);
  void look_at(Entry& entry, Clock::time_point now);
  void rearm(Entry& entry, Clock::time_point wake);
  void finish(Entry& entry, Attempt attempt, std::exception_ptr thrown);
  void let_in();
  void drop_idle_shards(Clock::time_point now);

  int epoll_;
  int wake_fd_;
  std::atomic<Id> next_id_{1};
  std::atomic<bool> stopping_{false};

  std::mutex mutex_;
  std::vector<Command> commands_;

  // The thread's own.
  struct Slot {
    std::unique_ptr<Shard> shard;
    bool forgotten = false;
    Clock::time_point idle_since;
  };
  std::vector<Slot> slots_;
  std::unordered_map<Id, std::unique_ptr<Entry>> entries_;
  std::set<std::pair<Clock::time_point, Id>> wakes_;
  LookupGate gate_;
  /// Origins that answered in HTTP/2.
  std::unordered_set<std::string> http2_origins_;

  std::thread thread_;
};

}  // namespace portside::http
