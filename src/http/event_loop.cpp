// SPDX-License-Identifier: Apache-2.0
#include "http/event_loop.hpp"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "portside/api/error.hpp"

namespace portside::http {
namespace {

constexpr std::uint64_t kWakeUp = ~std::uint64_t{0};
/// How long connections are kept when nothing uses their shard.
constexpr std::chrono::seconds kKeepIdle{60};
/// Farther is not waited at once.
constexpr std::chrono::milliseconds kLongestWait{60'000};
constexpr std::size_t kMaxKnownOrigins = 1'000;
/// Far away, and no clock overflows.
constexpr Millis kLongestLimit = Millis{365} * 24 * 3'600 * 1'000;

Exchange::Clock::time_point after(Millis duration) {
  return Exchange::Clock::now() +
         std::chrono::milliseconds(std::clamp<Millis>(duration, 0, kLongestLimit));
}

Attempt ended_as(Attempt::End end) {
  Attempt attempt;
  attempt.end = end;
  return attempt;
}

}  // namespace

EventLoop::EventLoop()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeUp;
  if (epoll_ < 0 || wake_fd_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_fd_, &event) != 0) {
    ::close(epoll_);
    ::close(wake_fd_);
    throw AdapterError(ErrorCode::kInternal,
                       "no descriptors for HTTP requests; check the limit of open files (ulimit "
                       "-n)");
  }
  thread_ = std::thread([this] { run(); });
}

EventLoop::~EventLoop() {
  stopping_ = true;
  post({Command::Kind::kCancel});
  thread_.join();
  ::close(wake_fd_);
  ::close(epoll_);
}

EventLoop::Id EventLoop::start(LoopRequest request, Done done) {
  auto entry = std::make_unique<Entry>();
  entry->end = after(request.limit);
  entry->request = std::move(request);
  entry->done = std::move(done);
  return enqueue(std::move(entry));
}

EventLoop::Id EventLoop::sleep(Millis pause, Done done) {
  auto entry = std::make_unique<Entry>();
  entry->end = after(pause);
  entry->done = std::move(done);
  return enqueue(std::move(entry));
}

EventLoop::Id EventLoop::enqueue(std::unique_ptr<Entry> entry) {
  const Id id = next_id_++;
  entry->id = id;
  post({Command::Kind::kStart, id, std::move(entry)});
  return id;
}

void EventLoop::cancel(Id id) {
  post({Command::Kind::kCancel, id});
}

void EventLoop::forget(const std::shared_ptr<const Transport>& transport) {
  post({Command::Kind::kForget, 0, nullptr, transport});
}

void EventLoop::post(Command command) {
  bool first = false;
  {
    const std::scoped_lock lock(mutex_);
    first = commands_.empty();
    commands_.push_back(std::move(command));
  }
  if (first) eventfd_write(wake_fd_, 1);
}

void EventLoop::run() noexcept {
  while (!stopping_) {
    wait();
    take_commands();
    run_timers();
    take_ended();
    let_in();
  }
  // Those whose end is told may begin others.
  for (take_commands(); !entries_.empty(); take_commands()) {
    while (!entries_.empty()) {
      finish(*entries_.begin()->second, ended_as(Attempt::End::kCancelled), nullptr);
    }
  }
  slots_.clear();
}

void EventLoop::wait() {
  auto next = Clock::now() + kLongestWait;
  if (!wakes_.empty()) next = std::min(next, wakes_.begin()->first);
  for (const Slot& slot : slots_) {
    if (slot.shard) next = std::min(next, slot.shard->due());
  }
  const auto pause = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
  std::array<epoll_event, 256> events;  // NOLINT: filled by the kernel
  const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                               static_cast<int>(std::max<Millis>(pause, 0)));
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.u64 == kWakeUp) {
      eventfd_t value = 0;
      eventfd_read(wake_fd_, &value);
      continue;
    }
    // What an event before it closed may be another shard's socket by now; libcurl passes over
    // sockets that it does not know.
    const Slot& slot = slots_[event.data.u64 >> 32U];
    if (slot.shard) slot.shard->on_socket(static_cast<int>(event.data.u64), event.events);
  }
}

void EventLoop::take_commands() {
  std::vector<Command> commands;
  {
    const std::scoped_lock lock(mutex_);
    commands.swap(commands_);
  }
  for (Command& command : commands) {
    if (command.kind == Command::Kind::kStart) {
      admit(std::move(command.entry));
    } else if (command.kind == Command::Kind::kForget) {
      for (Slot& slot : slots_) {
        slot.forgotten |= slot.shard && slot.shard->transport() == command.transport;
      }
    } else if (const auto found = entries_.find(command.id); found != entries_.end()) {
      finish(*found->second, ended_as(Attempt::End::kCancelled), nullptr);
    }
  }
}

void EventLoop::admit(std::unique_ptr<Entry> admitted) {
  Entry& entry = *admitted;
  entry.wake = entry.end;
  wakes_.emplace(entry.wake, entry.id);
  entries_.emplace(entry.id, std::move(admitted));
  if (!entry.request.transport || stopping_) return;
  entry.looks_up = gate_.enter(entry.request.origin, entry.id);
  if (entry.looks_up) begin(entry);
}

void EventLoop::begin(Entry& entry) {
  try {
    ExchangeOptions options;
    options.body = entry.request.body.get();
    options.wants = entry.request.wants;
    options.traceparent = entry.request.traceparent;
    options.limit = std::chrono::ceil<std::chrono::milliseconds>(entry.end - Clock::now()).count();
    options.share_connection = http2_origins_.contains(entry.request.origin);
    options.resolved = [this, &entry] {
      if (std::exchange(entry.looks_up, false)) gate_.leave(entry.request.origin);
    };
    Shard& shard = shard_for(entry.request.transport);
    entry.easy = shard.take_easy();
    entry.shard = &shard;  // from here on it is given back
    entry.exchange.emplace(entry.easy, *entry.request.transport, *entry.request.request,
                           std::move(options));
    curl_easy_setopt(entry.easy, CURLOPT_PRIVATE, &entry);
    shard.add(entry.easy);
    entry.added = true;
    rearm(entry, std::min(entry.end, Clock::now() + entry.exchange->idle_limit()));
  } catch (...) {
    finish(entry, {}, std::current_exception());
  }
}

Shard& EventLoop::shard_for(const std::shared_ptr<const Transport>& transport) {
  Slot* vacant = nullptr;
  for (Slot& slot : slots_) {
    if (!slot.shard) {
      vacant = &slot;
    } else if (slot.shard->transport() == transport && !slot.shard->is_full()) {
      return *slot.shard;
    }
  }
  if (vacant == nullptr) vacant = &slots_.emplace_back();
  const auto index = static_cast<std::uint32_t>(vacant - slots_.data());
  *vacant = {std::make_unique<Shard>(epoll_, index, transport), false, Clock::now()};
  return *vacant->shard;
}

void EventLoop::run_timers() {
  const auto now = Clock::now();
  for (const Slot& slot : slots_) {
    if (slot.shard && slot.shard->due() <= now) slot.shard->on_timer();
  }
  while (!wakes_.empty() && wakes_.begin()->first <= now) {
    look_at(*entries_.at(wakes_.begin()->second), now);
  }
  drop_idle_shards(now);
}

/// Its deadline has passed, or it may have fallen silent.
void EventLoop::look_at(Entry& entry, Clock::time_point now) {
  if (now >= entry.end) return finish(entry, ended_as(Attempt::End::kOverdue), nullptr);
  const auto silent_at = entry.exchange->silent_at();
  if (now >= silent_at) {
    return finish(entry, entry.exchange->given_up(Attempt::End::kAnswered), nullptr);
  }
  rearm(entry, std::min({entry.end, silent_at, now + entry.exchange->idle_limit()}));
}

void EventLoop::rearm(Entry& entry, Clock::time_point wake) {
  auto node = wakes_.extract({entry.wake, entry.id});
  entry.wake = wake;
  node.value() = {wake, entry.id};
  wakes_.insert(std::move(node));
}

void EventLoop::take_ended() {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    int code = 0;
    while (slots_[i].shard) {
      CURL* const easy = slots_[i].shard->next_ended(code);
      if (easy == nullptr) break;
      Entry* entry = nullptr;
      curl_easy_getinfo(easy, CURLINFO_PRIVATE, &entry);
      note_version(*entry);
      finish(*entry, entry->exchange->ended(code), entry->exchange->thrown());
    }
  }
}

void EventLoop::note_version(const Entry& entry) {
  long version = 0;
  curl_easy_getinfo(entry.easy, CURLINFO_HTTP_VERSION, &version);
  if (version != CURL_HTTP_VERSION_2_0) return;
  if (http2_origins_.size() == kMaxKnownOrigins) http2_origins_.clear();
  http2_origins_.insert(entry.request.origin);
}

void EventLoop::finish(Entry& entry, Attempt attempt, std::exception_ptr thrown) {
  if (entry.looks_up) {
    gate_.leave(entry.request.origin);
  } else if (entry.request.transport && entry.shard == nullptr) {
    gate_.forget(entry.request.origin, entry.id);
  }
  if (entry.shard != nullptr) {
    if (entry.added) entry.shard->remove(entry.easy);
    const bool is_worn = entry.exchange && entry.exchange->was_repeated();
    entry.exchange.reset();
    entry.shard->give_back(entry.easy, is_worn);
  }
  wakes_.erase({entry.wake, entry.id});
  auto node = entries_.extract(entry.id);
  if (thrown) attempt = {};
  node.mapped()->done(std::move(attempt), std::move(thrown));
}

void EventLoop::let_in() {
  for (const Id id : gate_.passed()) {
    Entry& entry = *entries_.at(id);
    entry.looks_up = true;
    begin(entry);
  }
}

void EventLoop::drop_idle_shards(Clock::time_point now) {
  for (Slot& slot : slots_) {
    if (!slot.shard) continue;
    if (slot.shard->transfers() > 0) {
      slot.idle_since = now;
    } else if (slot.forgotten || now - slot.idle_since >= kKeepIdle) {
      slot.shard.reset();
    }
  }
}

}  // namespace portside::http
