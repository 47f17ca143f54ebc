// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>

#include "portside/api/byte_sink.hpp"
#include "portside/api/call_context.hpp"
#include "portside/api/registry_access.hpp"
#include "portside/api/report_sink.hpp"
#include "portside/host/call.hpp"

namespace portside::runtime {

/// Stands between a plugin call and the objects of its caller. While it is open, the plugin reaches
/// them; once it is closed, it gets kCancelled or kDeadlineExceeded instead, and the caller may
/// destroy them. Has a context of its own, so that nothing of the caller's is kept by a call that
/// was given up.
class CallFence {
 public:
  explicit CallFence(const CallContext& caller);
  CallFence(const CallFence&) = delete;
  CallFence& operator=(const CallFence&) = delete;

  /// The context to hand to the plugin: the caller's deadline and identity.
  const CallContext& context() const noexcept { return call_.context(); }

  void cancel() noexcept { call_.cancel(); }

  /// Keeps everybody out from now on and waits until those who are inside have left.
  void close() noexcept;

  /// Runs `visit`, which uses the caller's objects, or throws when the fence is closed.
  template <typename Visit>
  decltype(auto) pass(Visit&& visit) {
    const Visitor inside(*this);
    return std::forward<Visit>(visit)();
  }

 private:
  class Visitor {
   public:
    explicit Visitor(CallFence& fence);
    ~Visitor();
    Visitor(const Visitor&) = delete;
    Visitor& operator=(const Visitor&) = delete;

   private:
    CallFence& fence_;
  };

  friend class PluginByteSink;

  /// A visitor who steps out while the plugin's own code runs, for as long as that takes. When the
  /// fence was closed meanwhile, there is nothing left to come back to: the objects of the caller,
  /// in whose code the thread is, may be gone. The thread then stays where it is for good.
  class Absence {
   public:
    explicit Absence(CallFence& fence);
    ~Absence();
    Absence(const Absence&) = delete;
    Absence& operator=(const Absence&) = delete;

   private:
    CallFence& fence_;
  };

  void forward_progress(const Progress& progress);

  const CallContext* caller_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t visitors_ = 0;
  bool closed_ = false;
  Call call_;
};

/// A caller's ByteSink behind a fence.
class FencedByteSink final : public ByteSink {
 public:
  FencedByteSink(CallFence& fence, ByteSink& sink) noexcept : fence_(fence), sink_(&sink) {}
  void write(std::string_view piece) override {
    fence_.pass([&] { sink_->write(piece); });
  }
  void redirect(ByteSink& sink) noexcept { sink_ = &sink; }

 private:
  CallFence& fence_;
  ByteSink* sink_;
};

/// A plugin's ByteSink in the hands of the caller's RegistryAccess: a sink that hangs does not hold
/// up whoever closes the fence.
class PluginByteSink final : public ByteSink {
 public:
  PluginByteSink(CallFence& fence, ByteSink& sink) noexcept : fence_(fence), sink_(sink) {}
  void write(std::string_view piece) override;

 private:
  CallFence& fence_;
  ByteSink& sink_;
};

/// A caller's ReportSink behind a fence.
class FencedReportSink final : public ReportSink {
 public:
  FencedReportSink(CallFence& fence, ReportSink& sink);
  void vulnerability(const Vulnerability& row) override;
  ByteSink& document(const std::string& media_type) override;

 private:
  class NoDocument final : public ByteSink {
   public:
    void write(std::string_view) override {}
  };

  CallFence& fence_;
  ReportSink& sink_;
  NoDocument no_document_;
  FencedByteSink document_;
};

/// A caller's RegistryAccess behind a fence.
class FencedRegistryAccess final : public RegistryAccess {
 public:
  FencedRegistryAccess(CallFence& fence, RegistryAccess& registry) noexcept
      : fence_(fence), registry_(registry) {}

  std::string url() const override;
  std::string repository() const override;
  std::string manifest(const std::string& reference, std::string& media_type,
                       const CallContext& context) override;
  void blob(const std::string& digest, ByteSink& sink, const CallContext& context) override;
  void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
             const CallContext& context) override;
  Authorization authorization(const CallContext& context) override;
  Credentials credentials(const CallContext& context) override;

 private:
  CallFence& fence_;
  RegistryAccess& registry_;
};

}  // namespace portside::runtime
