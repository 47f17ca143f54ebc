// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "portside/api/error.hpp"
#include "runtime/instance.hpp"

namespace portside::runtime {

/// One call's stay in an instance. As long as it lasts the instance keeps its object.
class Stay {
 public:
  /// Of a call that was counted in; counts it out at its end.
  static Stay counted(Instance& instance) noexcept { return {instance, true}; }
  /// Inside another stay, which lasts longer.
  static Stay within(Instance& instance) noexcept { return {instance, false}; }

  Stay(Stay&& other) noexcept
      : instance_(other.instance_), counted_(std::exchange(other.counted_, false)) {}
  Stay& operator=(Stay&&) = delete;
  ~Stay() {
    if (counted_) instance_.leave();
  }

  Instance& instance() const noexcept { return instance_; }

 private:
  Stay(Instance& instance, bool counted) noexcept : instance_(instance), counted_(counted) {}

  Instance& instance_;
  bool counted_;
};

/// Where a guard finds the instance that its call is for.
class Entrance {
 public:
  virtual ~Entrance() = default;

  /// The adapter id.
  virtual const std::string& id() const noexcept = 0;

  /// Throws when there is no instance (any more).
  virtual Stay enter() = 0;
};

/// The place of an adapter: what was handed out for it stays the same while the instances behind it
/// change. [any]
class AdapterSlot final : public Entrance {
 public:
  AdapterSlot(std::string id, std::shared_ptr<Instance> instance)
      : id_(std::move(id)), current_(std::move(instance)) {}

  const std::string& id() const noexcept override { return id_; }
  Stay enter() override;

  std::shared_ptr<Instance> current() const;

  /// Sends the calls that begin from now on to `next`. Returns the instance that takes no more.
  std::shared_ptr<Instance> replace(std::shared_ptr<Instance> next);

  /// Calls that begin from now on throw `reason`. Returns the instance that takes no more, or null.
  std::shared_ptr<Instance> close(AdapterError reason);

 private:
  const std::string id_;
  mutable std::mutex mutex_;
  std::shared_ptr<Instance> current_;
  std::optional<AdapterError> closed_;
};

/// An instance that a call has entered already.
class EnteredInstance final : public Entrance {
 public:
  explicit EnteredInstance(Stay stay) : stay_(std::move(stay)) {}

  const std::string& id() const noexcept override { return stay_.instance().id(); }
  Stay enter() override { return Stay::within(stay_.instance()); }
  const std::shared_ptr<CallAccount>& account() const noexcept {
    return stay_.instance().account();
  }

 private:
  const Stay stay_;
};

}  // namespace portside::runtime
