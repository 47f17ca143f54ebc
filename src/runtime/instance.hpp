// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "portside/api/call_context.hpp"
#include "portside/api/error.hpp"
#include "portside/api/millis.hpp"
#include "runtime/call_account.hpp"
#include "runtime/call_gate.hpp"
#include "runtime/instance_services.hpp"

namespace portside::runtime {

/// A constructed and configured object of a plugin.
struct MadeObject {
  /// What it was configured with. One for each attempt: an attempt that was given up keeps its own.
  std::shared_ptr<InstanceServices> services;
  /// Points to the interface (ScannerAdapter or Processor); its deleter destroys the object, and
  /// keeps the services until then.
  std::shared_ptr<void> object;
  /// One call at a time.
  bool serialized = false;
};

/// One configured adapter: makes its object when it is first used, remembers why it could not be
/// made, and counts the calls that are in it. [any]
class Instance : public std::enable_shared_from_this<Instance> {
 public:
  /// Makes the object, or throws an AdapterError.
  using Make = std::function<MadeObject()>;
  /// Runs a function that does not throw, on this thread or on another one.
  using Start = std::function<void(std::function<void()>)>;

  /// `account` is that of all its calls.
  Instance(std::shared_ptr<CallAccount> account, Make make, Start start,
           std::function<Millis()> steady_now);

  const std::string& id() const noexcept { return account_->who; }
  const std::shared_ptr<CallAccount>& account() const noexcept { return account_; }

  /// Counts a call in: until leave() the instance keeps its object. Throws kShuttingDown after
  /// close().
  void enter() { gate_.enter(); }
  void leave() noexcept { gate_.leave(); }

  /// One call, between enter() and leave(). The constructor makes the object if need be and throws
  /// the error with which it could not be made, or kCancelled or kDeadlineExceeded when `context`
  /// (may be null) ends before the call can begin.
  class Use {
   public:
    enum class Turn { kWait, kFree };
    /// With Turn::kFree a serialised object is not waited for: for methods tagged [any].
    Use(Instance& instance, const CallContext* context, Turn turn);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    void* object() const noexcept { return object_; }

   private:
    void begin(Turn turn);

    Instance& instance_;
    const CallContext* context_;
    void* object_ = nullptr;
    bool has_turn_ = false;
  };

  /// Between enter() and leave(): what the object was configured with; null when there is no object
  /// yet.
  std::shared_ptr<InstanceServices> services();

  /// Makes the object now, or throws as Use does.
  void make_now(const CallContext& context) { object(&context); }

  void close() noexcept { gate_.close(); }

  /// After close(): waits for the calls to end. True when none is left; `object` is then the object
  /// (or null when none was made), for the caller to destroy.
  bool drain(Millis duration, std::shared_ptr<void>& object);

 private:
  void* object(const CallContext* context);
  void begin_attempt(std::unique_lock<std::mutex>& lock);
  void attempt() noexcept;
  void end_attempt(std::optional<MadeObject> made, const std::optional<AdapterError>& error);
  [[noreturn]] void throw_failure() const;

  const std::shared_ptr<CallAccount> account_;
  const Make make_;
  const Start start_;
  const std::function<Millis()> steady_now_;
  CallGate gate_;

  std::atomic<void*> ready_{nullptr};
  std::mutex mutex_;
  std::condition_variable attempt_ended_;
  bool attempting_ = false;
  /// What ready_ points to; does not change as long as ready_ does not.
  MadeObject made_;
  std::optional<AdapterError> failure_;
  Millis pause_ = 0;
  Millis next_attempt_ = 0;
};

}  // namespace portside::runtime
