// SPDX-License-Identifier: Apache-2.0
#include "runtime/call_fence.hpp"

#include "runtime/ended_call.hpp"

namespace portside::runtime {

CallFence::Visitor::Visitor(CallFence& fence) : fence_(fence) {
  const std::scoped_lock lock(fence_.mutex_);
  if (fence_.closed_) throw ended_call(fence_.context(), "the plugin still worked for it");
  ++fence_.visitors_;
}

CallFence::Visitor::~Visitor() {
  const std::scoped_lock lock(fence_.mutex_);
  if (--fence_.visitors_ == 0) fence_.left_.notify_all();
}

CallFence::CallFence(const CallContext& caller)
    : caller_(&caller),
      call_({.deadline = caller.time_left() > 0 ? caller.time_left() : 1,
             .request_id = caller.request_id(),
             .traceparent = caller.traceparent(),
             .on_progress = [this](const Progress& progress) { forward_progress(progress); }}) {}

void CallFence::forward_progress(const Progress& progress) {
  pass([&] { caller_->progress(progress); });
}

void CallFence::close() noexcept {
  std::unique_lock lock(mutex_);
  closed_ = true;
  left_.wait(lock, [this] { return visitors_ == 0; });
}

CallFence::Absence::Absence(CallFence& fence) : fence_(fence) {
  const std::scoped_lock lock(fence_.mutex_);
  if (--fence_.visitors_ == 0) fence_.left_.notify_all();
}

CallFence::Absence::~Absence() {
  std::unique_lock lock(fence_.mutex_);
  if (fence_.closed_) fence_.left_.wait(lock, [] { return false; });
  ++fence_.visitors_;
}

void PluginByteSink::write(std::string_view piece) {
  const CallContext& context = fence_.context();
  if (context.cancelled()) throw ended_call(context, "the plugin took in data");
  const CallFence::Absence absence(fence_);
  sink_.write(piece);
}

FencedReportSink::FencedReportSink(CallFence& fence, ReportSink& sink)
    : fence_(fence), sink_(sink), document_(fence, no_document_) {}

void FencedReportSink::vulnerability(const Vulnerability& row) {
  fence_.pass([&] { sink_.vulnerability(row); });
}

ByteSink& FencedReportSink::document(const std::string& media_type) {
  fence_.pass([&] { document_.redirect(sink_.document(media_type)); });
  return document_;
}

std::string FencedRegistryAccess::url() const {
  return fence_.pass([&] { return registry_.url(); });
}

std::string FencedRegistryAccess::repository() const {
  return fence_.pass([&] { return registry_.repository(); });
}

std::string FencedRegistryAccess::manifest(const std::string& reference, std::string& media_type,
                                           const CallContext& context) {
  return fence_.pass([&] { return registry_.manifest(reference, media_type, context); });
}

void FencedRegistryAccess::blob(const std::string& digest, ByteSink& sink,
                                const CallContext& context) {
  PluginByteSink plugin_sink(fence_, sink);
  fence_.pass([&] { registry_.blob(digest, plugin_sink, context); });
}

void FencedRegistryAccess::layer(const std::string& digest, const std::string& diff_id,
                                 ByteSink& sink, const CallContext& context) {
  PluginByteSink plugin_sink(fence_, sink);
  fence_.pass([&] { registry_.layer(digest, diff_id, plugin_sink, context); });
}

Authorization FencedRegistryAccess::authorization(const CallContext& context) {
  return fence_.pass([&] { return registry_.authorization(context); });
}

Credentials FencedRegistryAccess::credentials(const CallContext& context) {
  return fence_.pass([&] { return registry_.credentials(context); });
}

}  // namespace portside::runtime
