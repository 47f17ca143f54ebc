// SPDX-License-Identifier: Apache-2.0
#include "runtime/retirement.hpp"

#include <algorithm>
#include <utility>

#include "portside/api/error.hpp"
#include "portside/host/call.hpp"

namespace portside::runtime {
namespace {

/// Far enough for "for ever", near enough not to overflow a clock.
constexpr Millis kLongestWait = Millis{365} * 24 * 3'600 * 1'000;

/// How often a thread that waits for calls looks whether finish() has taken over.
constexpr Millis kDrainSlice = 20;

std::chrono::steady_clock::time_point after(Millis duration) {
  return std::chrono::steady_clock::now() +
         std::chrono::milliseconds(std::clamp<Millis>(duration, 0, kLongestWait));
}

Millis until(std::chrono::steady_clock::time_point end) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
  return std::max<Millis>(left.count(), 0);
}

}  // namespace

Retirement::Retirement(std::shared_ptr<Offload> offload, Millis grace, log::Logger logger)
    : offload_(std::move(offload)), grace_(grace), logger_(std::move(logger)) {}

void Retirement::retire(std::shared_ptr<Instance> instance, Millis deadline) {
  sweep();
  if (drain(*instance, 0)) return;
  {
    const std::scoped_lock lock(mutex_);
    instances_.push_back(instance);
  }
  try {
    threads_.run([this, instance, end = after(deadline)] { watch(instance, end); });
  } catch (const AdapterError& no_thread) {
    logger_.warning(instance->id() + ": its calls are not waited for: " + no_thread.message);
  }
}

/// What was given up may have ended since.
void Retirement::sweep() {
  std::vector<std::shared_ptr<Instance>> instances;
  {
    const std::scoped_lock lock(mutex_);
    instances = instances_;
  }
  for (const auto& instance : instances) {
    if (drain(*instance, 0)) forget(instance);
  }
}

void Retirement::watch(const std::shared_ptr<Instance>& instance, Clock::time_point end) {
  bool cancelled = false;
  while (!finishing_) {
    if (drain(*instance, std::min(kDrainSlice, until(end)))) return forget(instance);
    if (Clock::now() < end) continue;
    if (!cancelled && offload_) {
      cancelled = true;
      cancel_calls(*instance);
      end = after(grace_);
      continue;
    }
    logger_.warning(instance->id() + ": a call that began before the configuration was replaced" +
                    (cancelled ? " did not end although it was cancelled" : " is still under way") +
                    "; what belongs to it is kept until it ends");
    end = after(kLongestWait);
  }
}

void Retirement::cancel_calls(Instance& instance) noexcept {
  if (offload_) offload_->cancel(*instance.account());
}

bool Retirement::drain(Instance& instance, Millis duration) {
  std::shared_ptr<void> object;
  if (!instance.drain(duration, object)) return false;
  destroy(instance, std::move(object));
  return true;
}

/// A destructor is plugin code too, and may hang: then the object is kept for good.
void Retirement::destroy(Instance& instance, std::shared_ptr<void> object) {
  if (!offload_ || !object) return;
  const Call call({.deadline = grace_});
  const auto holder = std::make_shared<std::shared_ptr<void>>(std::move(object));
  try {
    offload_->run(std::make_shared<CallAccount>(instance.id()), "the destructor", call.context(),
                  [holder](CallFence&) { holder->reset(); });
  } catch (const AdapterError& error) {
    const std::scoped_lock lock(mutex_);
    undestroyed_.push_back(holder);
    logger_.warning(error.message);
  }
}

void Retirement::forget(const std::shared_ptr<Instance>& instance) {
  const std::scoped_lock lock(mutex_);
  std::erase(instances_, instance);
}

std::vector<std::shared_ptr<Instance>> Retirement::take_all() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(instances_, {});
}

void Retirement::drain_all(std::vector<std::shared_ptr<Instance>>& instances,
                           Clock::time_point end) {
  std::erase_if(instances, [&](const auto& instance) { return drain(*instance, until(end)); });
}

bool Retirement::finish(std::vector<std::shared_ptr<Instance>> instances, Millis deadline) {
  finishing_ = true;
  for (auto& instance : take_all()) instances.push_back(std::move(instance));
  drain_all(instances, after(deadline));
  if (!instances.empty()) {
    for (const auto& instance : instances) cancel_calls(*instance);
    drain_all(instances, after(grace_));
  }
  for (const auto& instance : instances) {
    logger_.warning(instance->id() + ": a call did not end and is left behind at shutdown");
  }
  const bool watchers_ended = threads_.stop(grace_);
  const std::scoped_lock lock(mutex_);
  instances_ = std::move(instances);
  return watchers_ended && instances_.empty() && undestroyed_.empty();
}

}  // namespace portside::runtime
